import { describe, expect, test } from 'vitest'
import { memoryStore } from '../../../license-client/index.ts'
import { breakableDisk, copyOf } from '../../support/licenses/breakable-disk.ts'
import { paperWorld, START } from '../../support/licenses/installation.ts'
import { endorse, HOUR_MS, makeSigner } from '../../support/licenses/paper-server.ts'

const DAY_MS = 24 * HOUR_MS

describe('a client', () => {
  test('activates, unlocks and checks by itself', async () => {
    const { time, server, install } = paperWorld()
    const { client, happened } = install()
    expect(client.standing()).toMatchObject({ isLocked: true, code: 'NOT_ACTIVATED' })
    expect(await client.start()).toMatchObject({ isLocked: false, code: 'OK', limits: { 'max-devices': 1000 } })
    await time.advance(5.5 * HOUR_MS)
    expect(happened).toEqual([{ name: 'unlocked', what: 'OK' }])
    // An interval is 0.8 to 1 of an hour, 0.9 where random is 0.5: after 5.5 hours the sixth check is behind us.
    expect(server.rows).toMatchObject([{ epoch: 1, last: { sequence: 6 } }])
    expect(server.seen).toEqual(['epoch 1'])
  })

  test('gets new limits without a restart', async () => {
    const { time, server, install } = paperWorld()
    const { client, happened } = install()
    await client.start()
    server.limits = { 'max-devices': 5000 }
    await time.advance(HOUR_MS)
    expect(happened.at(-1)).toEqual({ name: 'limits', what: '{"max-devices":5000}' })
    expect(client.standing().limits).toEqual({ 'max-devices': 5000 })
  })

  test('warns at half of the grace, locks at its end to the millisecond, and unlocks by itself', async () => {
    const { time, server, install } = paperWorld()
    const { client, happened } = install()
    await client.start()
    server.faults = Array.from({ length: 1000 }, () => 'outage')
    await time.advance(12 * HOUR_MS - 1)
    expect(happened.map(({ name }) => name)).toEqual(['unlocked'])
    await time.advance(1)
    expect(happened.at(-1)).toEqual({ name: 'warning', what: 'UNREACHABLE' })
    await time.advance(12 * HOUR_MS - 1)
    expect(client.standing().isLocked).toBe(false)
    await time.advance(1)
    expect(happened.at(-1)).toEqual({ name: 'locked', what: 'UNREACHABLE' })
    server.faults = []
    await time.advance(15 * 60_000)
    expect(happened.at(-1)).toEqual({ name: 'unlocked', what: 'OK' })
    expect(server.seen).toEqual(['epoch 1'])
  })

  test('runs until the end of its lease after a cancellation, says why it locked, and unlocks once it is paid', async () => {
    const { time, server, install } = paperWorld()
    const { client, happened } = install()
    await client.start()
    server.refuse = 'NOT_ACTIVE'
    await time.advance(23 * HOUR_MS)
    expect(client.standing()).toMatchObject({ isLocked: false, isWarned: true, code: 'NOT_ACTIVE' })
    await time.advance(HOUR_MS)
    expect(client.standing()).toMatchObject({ isLocked: true, code: 'NOT_ACTIVE' })
    expect(client.standing().line).toBe(
      'Locked. The license is not active. Pay what is open or renew; this unlocks by itself.',
    )
    server.refuse = null
    await time.advance(15 * 60_000)
    expect(happened.at(-1)?.name).toBe('unlocked')
    expect(server.seen.filter((what) => what !== 'NOT_ACTIVE')).toEqual(['epoch 1'])
  })

  test('starts at once from what it kept while the server can’t be reached, and locks when that ends', async () => {
    const { time, server, install } = paperWorld()
    const { client, disk } = install()
    await client.start()
    await client.stop()
    server.faults = Array.from({ length: 1000 }, () => 'lose-call')
    await time.advance(20 * HOUR_MS)
    const again = install(disk)
    expect(await again.client.start()).toMatchObject({ isLocked: false, isWarned: true })
    await time.advance(4 * HOUR_MS)
    expect(again.happened.map(({ name }) => name)).toEqual(['unlocked', 'warning', 'locked'])
  })

  test('releases its seat and is locked until it is activated again', async () => {
    const { time, server, install } = paperWorld()
    const { client } = install()
    await client.start()
    await time.advance(HOUR_MS)
    expect(await client.release()).toEqual({ isOk: true })
    expect(client.standing()).toMatchObject({ isLocked: true, code: 'RELEASED' })
    expect(server.rows[0]?.isReleased).toBe(true)
    await time.advance(DAY_MS)
    expect(server.seen).toEqual(['epoch 1'])
    expect(await client.activate()).toMatchObject({ isLocked: false })
    expect(server.rows).toHaveLength(1)
  })

  test('releases after a lost reply with the token that it never saw', async () => {
    const { server, install } = paperWorld()
    const { client } = install()
    await client.start()
    await client.check()
    server.faults = ['lose-reply']
    await client.check()
    expect(await client.release()).toEqual({ isOk: true })
  })

  test('stops calling when it is stopped', async () => {
    const { time, server, install } = paperWorld()
    const { client } = install()
    await client.start()
    await client.stop()
    const { sequence } = server.rows[0]?.last ?? { sequence: -1 }
    await time.advance(DAY_MS)
    expect(server.rows[0]?.last.sequence).toBe(sequence)
  })

  test('does not let a listener or a log that fails disturb it', async () => {
    const { install } = paperWorld()
    const { client } = install(breakableDisk(), {
      log: () => {
        throw new Error('the log is gone')
      },
    })
    client.on('unlocked', () => {
      throw new Error('a mistake of the product')
    })
    expect(await client.start()).toMatchObject({ isLocked: false })
  })

  test('does not run a version that the updates do not cover, unless the server knows better', async () => {
    const { server, install } = paperWorld()
    server.updatesUntil = '2026-10-31'
    const { client, disk } = install()
    await client.start()
    await client.stop()
    server.faults = ['lose-call', 'lose-call']
    const newer = install(disk, { version: '3.0.0', releasedOn: '2026-11-01' })
    expect(await newer.client.start()).toMatchObject({ isLocked: true, code: 'VERSION_NOT_COVERED' })
    await newer.client.stop()
    const lastDay = install(disk, { version: '2.9.0', releasedOn: '2026-10-31' })
    expect(await lastDay.client.start()).toMatchObject({ isLocked: false })
    server.faults = []
    // The register says otherwise than the program: what the server gave a lease to is covered.
    expect(await newer.client.activate()).toMatchObject({ isLocked: false })
  })

  test('waits as long as a busy server asks, and longer each time that it fails', async () => {
    const { time, server, install } = paperWorld()
    const { client } = install()
    await client.start()
    server.faults = ['busy']
    await client.check()
    await time.advance(32_000)
    expect(server.rows[0]?.last.sequence).toBe(0)
    await time.advance(2000)
    expect(server.rows[0]?.last.sequence).toBe(1)
  })
})

describe('signing keys', () => {
  const rotated = () => {
    const world = paperWorld()
    const [first] = world.server.published
    const [second, third] = [makeSigner('2'), makeSigner('3')]
    if (first === undefined) throw new Error('a server has a key')
    world.server.statements = [endorse(first, second, 1), endorse(second, third, 2)]
    world.server.published = [third]
    return { ...world, first, second, third }
  }

  test('are followed from the pinned one over two rotations, and kept over a restart', async () => {
    const { server, install, third, first } = rotated()
    server.signer = third
    const { client, disk } = install(breakableDisk(), { pinnedKeys: [first.jwk] })
    expect(await client.start()).toMatchObject({ isLocked: false })
    await client.stop()
    server.faults = Array.from({ length: 20 }, () => 'lose-call')
    const again = install(disk, { pinnedKeys: [first.jwk] })
    expect(await again.client.start()).toMatchObject({ isLocked: false })
  })

  test('that no pinned key vouches for are not believed, whoever serves them', async () => {
    const { time, server, install, first } = rotated()
    const forger = makeSigner('9')
    server.signer = forger
    server.published = [forger]
    server.statements = [endorse(forger, makeSigner('8'), 1), endorse({ ...forger, kid: first.kid }, forger, 2)]
    const { client } = install(breakableDisk(), { pinnedKeys: [first.jwk] })
    expect(await client.start()).toMatchObject({ isLocked: true, code: 'ANSWER_NOT_TRUSTED' })
    expect(client.standing().line).toContain('UNKNOWN_SIGNING_KEY')
    // The true server comes back: the call that was never answered is sent again, and no second seat is taken.
    server.signer = first
    await time.advance(60_000)
    expect(client.standing().isLocked).toBe(false)
    expect(server.rows).toHaveLength(1)
    expect(server.seen).toEqual(['epoch 1'])
  })

  test('are believed as they are served where none is pinned', async () => {
    const { server, install, third } = rotated()
    server.signer = third
    const { client } = install(breakableDisk(), { pinnedKeys: [] })
    expect(await client.start()).toMatchObject({ isLocked: false })
  })
})

describe('time', () => {
  test('follows no clock that is set while the process runs', async () => {
    const { time, server, install } = paperWorld()
    const { client, machine } = install()
    await client.start()
    server.faults = Array.from({ length: 1000 }, () => 'lose-call')
    machine.set(START + 400 * DAY_MS)
    await time.advance(23 * HOUR_MS)
    expect(client.standing().isLocked).toBe(false)
    machine.set(START - 400 * DAY_MS)
    await time.advance(HOUR_MS)
    expect(client.standing().isLocked).toBe(true)
  })

  test.each([
    ['a day back', START - DAY_MS],
    ['back to the start', START + 1],
  ])('is not won by setting the clock %s over restarts', async (_how, wallMs) => {
    const { time, server, install } = paperWorld()
    const { client, disk } = install()
    await client.start()
    server.faults = Array.from({ length: 10_000 }, () => 'lose-call')
    await client.stop()
    let restarts = 0
    for (let locked = false; !locked && restarts < 60; restarts += 1) {
      const again = install(disk)
      again.machine.set(wallMs)
      locked = (await again.client.start()).isLocked
      await time.advance(50 * 60_000)
      await again.client.stop()
    }
    // 24 hours of grace are 28.8 runs of 50 minutes each, of which a minute at most goes unseen: 29.4 of 49.
    expect(restarts).toBeGreaterThanOrEqual(29)
    expect(restarts).toBeLessThanOrEqual(31)
  })

  test('is put right by the server, and the wrong clock is told once', async () => {
    const { time, install } = paperWorld()
    const { client, machine, happened } = install()
    machine.set(START + 30 * DAY_MS)
    expect(await client.start()).toMatchObject({ isLocked: false, runUntil: START + DAY_MS })
    await time.advance(3 * HOUR_MS)
    expect(happened.filter(({ what }) => what === 'CLOCK_WRONG')).toHaveLength(1)
  })
})

describe('copies', () => {
  test('that check in turns are told from each other: the second is refused, and nobody takes a second seat', async () => {
    const { time, server, install } = paperWorld()
    const { client, disk } = install()
    await client.start()
    const copy = install(copyOf(disk))
    await copy.client.start()
    await time.advance(3 * HOUR_MS)
    expect(server.rows).toHaveLength(1)
    expect(server.seen).toContain('CLONE_SUSPECTED')
    // The one that is behind activates anew, which throws the other out, and so on: the server counts the epochs.
    await time.advance(DAY_MS)
    expect(server.rows[0]?.epoch).toBeGreaterThan(3)
    expect(client.standing().isLocked && copy.client.standing().isLocked).toBe(false)
  })

  test('in one folder: the one that began last goes on, the other keeps to its lease and says so', async () => {
    const { time, server, install } = paperWorld()
    const { client, disk, happened } = install()
    await client.start()
    const second = install(disk)
    await second.client.start()
    await time.advance(2 * HOUR_MS)
    expect(happened).toContainEqual({ name: 'notice', what: 'TAKEN_OVER' })
    expect(server.seen).toEqual(['epoch 1'])
    // The second has gone for good: after two intervals the first has the folder again.
    await second.client.stop()
    await time.advance(4 * HOUR_MS)
    expect(client.standing()).toMatchObject({ isLocked: false, code: 'OK' })
    expect(server.seen).toEqual(['epoch 1'])
  })
})

describe('pods without a disk', () => {
  test('wait for a seat and get it within a minute of its return', async () => {
    const { time, server, install } = paperWorld()
    server.seats = 1
    server.seatMs = 10 * 60_000
    server.intervalMs = 3 * 60_000
    const first = install(breakableDisk(), { store: memoryStore(), isEphemeral: true })
    await first.client.start()
    await first.client.stop()
    const second = install(breakableDisk(), { store: memoryStore(), isEphemeral: true })
    expect(await second.client.start()).toMatchObject({ isLocked: true, code: 'NO_FREE_SEAT' })
    await time.advance(11 * 60_000)
    expect(second.client.standing().isLocked).toBe(false)
  })
})
