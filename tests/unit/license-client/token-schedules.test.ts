import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { breakableDisk, copyOf, type BreakableDisk } from '../../support/licenses/breakable-disk.ts'
import { paperWorld, type PaperWorld } from '../../support/licenses/installation.ts'
import { HOUR_MS } from '../../support/licenses/paper-server.ts'

// The token protocol over schedules that nobody thought of: calls and answers that are lost, processes that end between any two
// steps on the disk, a server that forgets its last write. Whatever happens, one installation is one instance, and as long as
// nobody copies its disk it is never taken for two.

type Step =
  | { readonly kind: 'check' }
  | { readonly kind: 'restart' }
  | { readonly kind: 'stop-hard' }
  | { readonly kind: 'server-forgets' }
  | { readonly kind: 'fault'; readonly fault: 'lose-call' | 'lose-reply' | 'outage' | 'busy' }
  | { readonly kind: 'crash'; readonly inSteps: number }
  | { readonly kind: 'wait'; readonly minutes: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ kind: 'check' } as const) },
  { weight: 2, arbitrary: fc.constantFrom({ kind: 'restart' } as const, { kind: 'stop-hard' } as const) },
  { weight: 1, arbitrary: fc.constant({ kind: 'server-forgets' } as const) },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom('lose-call' as const, 'lose-reply' as const, 'outage' as const, 'busy' as const)
      .map((fault) => ({ kind: 'fault' as const, fault })),
  },
  { weight: 3, arbitrary: fc.nat(20).map((inSteps) => ({ kind: 'crash' as const, inSteps })) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 180 }).map((minutes) => ({ kind: 'wait' as const, minutes })) },
)

/** The server's last write of a row is lost, as when it was killed after its reply. */
const forgetLast = ({ server }: PaperWorld): void => {
  for (const row of server.rows) row.last = row.before ?? row.last
}

const live = async (steps: readonly Step[], disk: BreakableDisk) => {
  const world = paperWorld()
  let now = world.install(disk)
  await now.client.start()
  const begin = async () => {
    disk.crashIn = null
    now = world.install(disk)
    await now.client.start()
  }
  const stop = async (isHard: boolean) => {
    // Killed: its timers are gone, and what it tries on the disk from now on comes to nothing.
    if (isHard) disk.crashIn = 0
    await now.client.stop()
    await begin()
  }
  const doing: { readonly [Kind in Step['kind']]: (one: Extract<Step, { kind: Kind }>) => unknown } = {
    check: () => now.client.check(),
    wait: ({ minutes }) => world.time.advance(minutes * 60_000),
    fault: ({ fault }) => world.server.faults.push(fault),
    'server-forgets': () => forgetLast(world),
    crash: ({ inSteps }) => (disk.crashIn = inSteps),
    restart: () => stop(false),
    'stop-hard': () => stop(true),
  }
  for (const one of steps) await (doing[one.kind] as (one: Step) => unknown)(one)
  await now.client.stop()
  await begin()
  world.server.faults = []
  await world.time.advance(2 * HOUR_MS)
  return { ...world, client: now.client }
}

describe('over any schedule', () => {
  test('an installation is one instance, never suspected, and comes to rest unlocked', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const { server, client } = await live(steps, breakableDisk())
        expect(server.rows).toHaveLength(1)
        expect(server.seen.filter((what) => !what.startsWith('epoch'))).toEqual([])
        expect(client.standing()).toMatchObject({ isLocked: false, code: 'OK' })
      }),
      { numRuns: 60 },
    )
  })
})

describe('a store', () => {
  const begun = async () => {
    const world = paperWorld()
    const { client, disk } = world.install()
    await client.start()
    await world.time.advance(3 * HOUR_MS)
    return { ...world, client, disk }
  }
  const FILES = ['/license/install.json', '/license/state-0.json', '/license/state-1.json']
  const subsets = Array.from({ length: 7 }, (_nothing, n) => FILES.filter((_file, bit) => ((n + 1) >> bit) & 1))

  test.each(subsets)('without %s %s %s burns no seat unless everything is gone', async (...gone) => {
    const { time, server, client, disk, install } = await begun()
    await client.stop()
    for (const path of gone) disk.files.delete(path)
    const again = install(disk)
    expect(await again.client.start()).toMatchObject({ isLocked: false })
    await time.advance(HOUR_MS)
    expect(server.rows).toHaveLength(gone.length === 3 ? 2 : 1)
    const told = again.happened.filter(({ name }) => name === 'notice').map(({ what }) => what)
    expect(told).toEqual(gone.length === 3 ? [] : ['STORE_MISSING'])
  })

  test.each(subsets)('with %s %s %s damaged never fails', async (...damaged) => {
    const { time, server, client, disk, install } = await begun()
    await client.stop()
    for (const path of damaged) disk.files.set(path, disk.files.get(path)?.slice(0, -9) ?? '')
    const again = install(disk)
    expect(await again.client.start()).toMatchObject({ isLocked: false })
    await time.advance(HOUR_MS)
    expect(server.rows).toHaveLength(damaged.length === 3 ? 2 : 1)
    expect(again.happened).toContainEqual({ name: 'notice', what: 'STORE_CORRUPTED' })
  })

  test('that was damaged while the server can’t be reached still runs on the other half', async () => {
    const { server, client, disk, install } = await begun()
    await client.stop()
    disk.files.set(FILES[1] ?? '', '{}')
    server.faults = Array.from({ length: 99 }, () => 'lose-call')
    expect(await install(disk).client.start()).toMatchObject({ isLocked: false })
  })

  test.each([
    ['one check', 1],
    ['many checks', 5],
  ])('that was put back by %s is the same instance', async (_how, checks) => {
    const { server, client, disk, install } = await begun()
    const before = copyOf(disk)
    for (let n = 0; n < checks; n += 1) await client.check()
    await client.stop()
    const again = install(before)
    await again.client.start()
    await again.client.check()
    expect(server.rows).toHaveLength(1)
    // One check back is a call that was sent before: its answer is the same. Older than that it activates anew.
    expect(server.seen).toEqual(checks === 1 ? ['epoch 1'] : ['epoch 1', 'BAD_TOKEN', 'epoch 2'])
  })

  test('of which a part was put back says so', async () => {
    const { client, disk, install } = await begun()
    const old = disk.files.get(FILES[1] ?? '') ?? ''
    for (let n = 0; n < 4; n += 1) await client.check()
    await client.stop()
    disk.files.set(FILES[1] ?? '', old)
    const again = install(disk)
    expect(await again.client.start()).toMatchObject({ isLocked: false })
    expect(again.happened).toContainEqual({ name: 'notice', what: 'STORE_ROLLED_BACK' })
  })

  test('that holds parts of two installations goes by its own id', async () => {
    const { server, client, disk, install } = await begun()
    await client.stop()
    const other = install()
    await other.client.start()
    await other.client.stop()
    for (const path of FILES.slice(1)) disk.files.set(path, other.disk.files.get(path) ?? '')
    const again = install(disk)
    expect(await again.client.start()).toMatchObject({ isLocked: false })
    expect(again.happened).toContainEqual({ name: 'notice', what: 'STORE_COPIED' })
    expect(server.rows).toHaveLength(2)
  })

  test('that was moved to another machine goes on where it was', async () => {
    const { server, client, disk, install } = await begun()
    await client.stop()
    disk.identity = 'machine-two'
    const again = install(disk)
    expect(await again.client.start()).toMatchObject({ isLocked: false })
    expect(again.happened).toContainEqual({ name: 'notice', what: 'STORE_MOVED' })
    expect(server.seen).toEqual(['epoch 1'])
  })

  test('on a full disk stops nothing, says so once, and is the same instance afterwards', async () => {
    const { time, server, client, disk, install } = await begun()
    disk.isFull = true
    await time.advance(5 * HOUR_MS)
    expect(client.standing()).toMatchObject({ isLocked: false, code: 'OK' })
    await client.stop()
    disk.isFull = false
    await install(disk).client.start()
    expect(server.rows).toHaveLength(1)
  })
})
