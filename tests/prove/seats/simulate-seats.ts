import { MINUTE_MS } from '@countersign/shared/times'
import type { Call } from '../../../license-client/wire/transport.ts'
import { type SigningKey, signingKeysOf } from '../../../license-client/lease/keys.ts'
import { makeKey } from '../../../server/features/licenses/make-key.ts'
import { publishKeys } from '../../../server/features/licenses/publish-keys.ts'
import { insertLicense, updateLicense } from '../../../server/features/licenses/store.ts'
import { inTransaction } from '../../../server/kernel/transaction.ts'
import { aLicense, NOON } from '../../support/license-server.ts'
import { type BreakableDisk, breakableDisk } from '../../support/licenses/breakable-disk.ts'
import { type VirtualTime, virtualTime } from '../../support/licenses/virtual-time.ts'
import { type Chance, chanceOf } from '../chance.ts'
import type { Stores } from '../stores.ts'
import { countSeatsHeld, judgeSeats } from './judge-seats.ts'
import { bornPod, type Pod } from './pod.ts'
import { openReplica, type Replica } from './replica.ts'

const LICENSE = 'lic_seats'
const STEADY = 3
const LOST = 0.03
const MORE_SEATS = 5

export interface SeatRun {
  readonly seed: number
  readonly problems: readonly string[]
  readonly counts: Readonly<Record<string, number>>
}

interface World {
  readonly chance: Chance
  readonly time: VirtualTime
  readonly replicas: readonly Replica[]
  readonly key: string
  readonly pinnedKeys: readonly SigningKey[]
  readonly counts: Record<string, number>
  readonly problems: string[]
  readonly told: Map<string, number>
  /** Disks of those that always come back on their own. */
  readonly disks: ReadonlyMap<string, BreakableDisk>
  living: Pod[]
  paid: number
  isDown: boolean
  fairSince: number
  born: number
}

const count = ({ counts }: World, what: string): void => {
  counts[what] = (counts[what] ?? 0) + 1
}

const noteLease = (world: World, pod: Pod, reply: unknown): void => {
  const { lease } = reply as { lease?: string }
  if (lease === undefined) return
  const claims = JSON.parse(Buffer.from(lease.split('.')[1] ?? '', 'base64url').toString()) as Record<string, number>
  pod.runUntil = Math.max(pod.runUntil, (claims['exp'] ?? 0) * 1000)
  pod.instance = String(claims['sub'])
  world.told.set(pod.instance, (claims['seatUntil'] ?? 0) * 1000)
}

const noteReply = (world: World, pod: Pod, path: string, reply: unknown): void => {
  count(world, path.split('/').at(-1) ?? '')
  const { code } = reply as { code?: string }
  if (code !== undefined) count(world, code)
  noteLease(world, pod, reply)
}

/** Nobody is refused while a seat is free. */
const judgeRefusal = async (world: World, pod: Pod, reply: unknown): Promise<void> => {
  const { replicas, time, paid, problems } = world
  const [one] = replicas
  if (!one || (reply as { code?: string }).code !== 'NO_FREE_SEAT') return
  const held = await countSeatsHeld(one.kernel.db, time.now())
  if (held < paid) problems.push(`${pod.name} was refused while ${held} of ${paid} seats were held`)
}

const send = async (world: World, pod: Pod, { path, body }: Call) => {
  const { chance, replicas, isDown } = world
  const isLost = chance.happens(LOST)
  if (isLost || isDown) pod.lostAt = world.time.now()
  if (isDown || (isLost && chance.happens(0.5))) throw new Error('the call is lost')
  const reply = await chance.pick(replicas).call(path, JSON.parse(JSON.stringify(body ?? {})), pod.name)
  if (isLost || pod.isDead) throw new Error('the answer is lost')
  noteReply(world, pod, path, reply)
  await judgeRefusal(world, pod, reply)
  return { status: 200, body: JSON.parse(JSON.stringify(reply)) as unknown, retryAfterMs: null }
}

const begin = (world: World, name: string, before: Pod | null = null): void => {
  const { key, pinnedKeys, time, chance } = world
  const disk = world.disks.get(name) ?? null
  const common = { name, key, pinnedKeys, time, chance, disk, runUntil: before?.runUntil ?? 0 }
  const pod = bornPod({ ...common, send: (mine, call) => send(world, mine, call) })
  world.living.push(pod)
  void pod.client.start()
}

const kill = (world: World, pod: Pod): void => {
  pod.die()
  // Its seat is held for as long as it was told, so that nobody else can claim one before.
  world.fairSince = world.time.now()
  world.living = world.living.filter((one) => one !== pod)
  count(world, 'died')
}

/** On its own disk again, whatever it was writing when it died. */
const restart = async (world: World, name: string): Promise<void> => {
  const pod = world.living.find((one) => one.name === name)
  const disk = world.disks.get(name)
  if (!pod || !disk) return
  if (world.chance.happens(0.5)) {
    disk.crashIn = world.chance.whole(0, 8)
    const dying = pod.client.check()
    await world.time.settle()
    // Whether the last lease reached the disk nobody knows.
    pod.runUntil = 0
    await dying
  }
  kill(world, pod)
  disk.crashIn = null
  begin(world, name, pod)
  count(world, 'restarted')
}

const flexible = ({ living, disks }: World): Pod[] => living.filter(({ name }) => !disks.has(name))

/** Most die without a word; some say goodbye. */
const scaleDown = async (world: World, by: number): Promise<void> => {
  for (let n = 0; n < by; n += 1) {
    const pod = world.chance.pick(flexible(world))
    if (world.chance.happens(0.1)) {
      await pod.client.release()
      // Whoever says goodbye claims nothing more, whether it is heard or not.
      if (pod.instance !== null) world.told.delete(pod.instance)
      count(world, 'said goodbye')
    }
    kill(world, pod)
  }
}

const scaleTo = async (world: World, wanted: number): Promise<void> => {
  // Elsewhere, with fresh disks: those that stay are few.
  const leaving = world.chance.happens(0.1) ? flexible(world).length : world.chance.whole(0, flexible(world).length)
  await scaleDown(world, leaving)
  const now = flexible(world).length
  if (now > wanted) await scaleDown(world, now - wanted)
  for (let n = now; n < wanted; n += 1) begin(world, `pod-${(world.born += 1)}`)
}

const judge = async (world: World): Promise<void> => {
  const { time, paid, told, living, problems, replicas } = world
  const [one] = replicas
  if (!one) return
  const fair = { fairSince: world.isDown ? time.now() : world.fairSince }
  problems.push(...(await judgeSeats({ db: one.kernel.db, now: time.now(), paid, told, living, ...fair })))
}

const pass = async (world: World, ms: number): Promise<void> => {
  const { chance, time, replicas } = world
  for (let left = ms; left > 0; ) {
    const slice = Math.min(left, chance.whole(1, 3 * MINUTE_MS))
    await time.advance(slice)
    left -= slice
    for (const replica of replicas) {
      if (chance.happens(0.02)) replica.crash()
      else if (chance.happens(0.9)) await replica.flush()
    }
    if (world.isDown || world.living.length > world.paid) world.fairSince = time.now()
    await judge(world)
  }
}

const outage = async (world: World): Promise<void> => {
  world.isDown = true
  count(world, 'outages')
  // Now and then longer than any grace.
  await pass(world, world.chance.happens(0.05) ? 26 * 60 * MINUTE_MS : world.chance.whole(1, 120) * MINUTE_MS)
  world.isDown = false
  world.fairSince = world.time.now()
}

const buyMore = async (world: World): Promise<void> => {
  world.paid += MORE_SEATS
  const [one] = world.replicas
  if (!one) return
  await inTransaction(one.kernel.db, (tx) =>
    updateLicense(tx, LICENSE, { seats: world.paid, changedAt: world.time.now() }),
  )
  count(world, 'bought more')
}

const cycle = async (world: World, pods: number): Promise<void> => {
  const { chance, disks } = world
  // A little more than is paid, now and then: the rest has to wait, and no more.
  const most = pods - STEADY + (chance.happens(0.1) ? 2 : 0)
  await scaleTo(world, chance.whole(1, most))
  for (const name of disks.keys()) if (chance.happens(0.1)) await restart(world, name)
  await pass(world, chance.whole(1, 20) * MINUTE_MS)
  if (chance.happens(0.05)) await outage(world)
}

/** What has to be so at the end, a quarter of an hour after nothing more went wrong. */
const rest = async (world: World, pods: number): Promise<void> => {
  await scaleTo(world, pods - STEADY)
  await pass(world, 15 * MINUTE_MS)
  const [one] = world.replicas
  if (!one) return
  for (const replica of world.replicas) await replica.flush()
  const suspected = await one.kernel.db
    .selectFrom('instance')
    .select('name')
    .where('cloneSuspectedAt', 'is not', null)
    .execute()
  for (const { name } of suspected) world.problems.push(`${name} is taken for two`)
  const steady = await one.kernel.db
    .selectFrom('instance')
    .select(['name', 'epoch'])
    .where('isEphemeral', '=', 0)
    .execute()
  if (steady.length !== STEADY) world.problems.push(`${STEADY} installations have ${steady.length} instances`)
  for (const { name, epoch } of steady) if (epoch !== 1) world.problems.push(`${name} activated ${epoch} times`)
  for (const { name, client } of world.living)
    if (client.standing().isLocked) world.problems.push(`${name} is locked at the end: ${client.standing().code}`)
}

export interface SeatPlan {
  readonly seed: number
  readonly pods: number
  readonly cycles: number
}

/** Pods scale up and down, die without goodbye and come back elsewhere, through outages; says what did not hold. */
export const simulateSeats = async (stores: Stores, { seed, pods, cycles }: SeatPlan): Promise<SeatRun> => {
  const chance = chanceOf(seed)
  const store = await stores.fresh()
  let busy = 0
  const time = virtualTime(NOON, () => busy > 0)
  const opened = stores.kind === 'postgres' ? [await store.open(), await store.open()] : [await store.open()]
  const clock = { now: time.now }
  const replicas = opened.map(({ db }, n) => openReplica(db, clock, `replica ${n}`))
  const counted = replicas.map(
    (replica): Replica => ({
      ...replica,
      call: async (...call) => {
        busy += 1
        return replica.call(...call).finally(() => {
          busy -= 1
        })
      },
    }),
  )
  const [one] = replicas
  if (!one) throw new Error('a world has a replica')
  const { kernel } = one
  const key = await inTransaction(kernel.db, async (tx) => {
    await insertLicense(tx, aLicense({ id: LICENSE, seats: pods }))
    return makeKey(tx, kernel.keys, { licenseId: LICENSE, at: NOON })
  })
  const pinnedKeys = signingKeysOf(await publishKeys(kernel))
  const disks = new Map(Array.from({ length: STEADY }, (_nothing, n) => [`steady-${n}`, breakableDisk()] as const))
  const open = { living: [], paid: pods, isDown: false, fairSince: NOON, born: 0 }
  const outcome = { counts: {}, problems: [], told: new Map<string, number>() }
  const world: World = { chance, time, replicas: counted, key, pinnedKeys, disks, ...outcome, ...open }
  try {
    for (const name of disks.keys()) begin(world, name)
    await pass(world, MINUTE_MS)
    for (let n = 0; n < cycles && world.problems.length < 10; n += 1) {
      await cycle(world, world.paid)
      if (n % 25 === 24) await buyMore(world)
    }
    await rest(world, world.paid)
    return { seed, problems: world.problems, counts: world.counts }
  } finally {
    for (const pod of world.living) pod.die()
    await time.settle()
    for (const { close } of opened) await close()
    await store.remove()
  }
}
