import { randomUUID } from 'node:crypto'
import * as fc from 'fast-check'
import { startSandbox } from 'stripe-sandbox'
import { createStripeGateway } from '../../../server/adapters/stripe/gateway.ts'
import { EVENTS } from '../../../server/app/events.ts'
import { fillMirror } from '../../../server/features/mirror/fill-mirror.ts'
import { startFill } from '../../../server/features/mirror/index.ts'
import { applyEvents } from '../../../server/features/webhooks/apply-events.ts'
import { listMissed } from '../../../server/features/webhooks/list-missed.ts'
import { systemActor } from '../../../server/kernel/actor.ts'
import type { Kernel } from '../../../server/kernel/context.ts'
import { AppError, GatewayError } from '../../../server/kernel/errors.ts'
import type { PaymentGateway } from '../../../server/ports/payment-gateway.ts'
import { live, START } from '../../../stripe-sandbox/tests/model/history.ts'
import { histories } from '../../../stripe-sandbox/tests/model/steps.ts'
import { type Chance, chanceOf } from '../chance.ts'
import { companionKernel } from '../companion-kernel.ts'
import type { Stores } from '../stores.ts'
import { compareMirror } from './compare-mirror.ts'
import { type Door, openDoor } from './door.ts'
import { hirePostman, type Postman } from './postman.ts'

const KEY = 'sk_test_events'
const LONGEST = 40
const UNANSWERED = 0.05

/** Two of them work on one database; each has a door where events come in. */
interface Replica {
  readonly kernel: Kernel
  readonly holder: string
  readonly door: Door
}

interface World {
  readonly chance: Chance
  readonly replicas: readonly Replica[]
  readonly postman: Postman
  readonly counts: Record<string, number>
  /** Whether fills run at the same time: they mend what events may have got wrong, so most histories do without. */
  readonly isFilled: boolean
}

const noPace = () => Promise.resolve()
const never = new AbortController().signal
const order = { actor: systemActor('prove'), requestId: null, resume: false }

/** False while another is running. */
const orderFill = async (kernel: Kernel): Promise<boolean> => {
  try {
    await startFill(kernel, order)
    return true
  } catch (error) {
    if (error instanceof AppError) return false
    throw error
  }
}

const count = ({ counts }: World, what: string, more = 1): void => {
  counts[what] = (counts[what] ?? 0) + more
}

/** What can't be asked now waits, as it would in the companion. */
const unlessOutage = async (work: Promise<unknown>): Promise<void> => {
  await work.catch((error: unknown) => {
    if (!(error instanceof GatewayError) || error.gateway !== 'stripe') throw error
  })
}

const deliver = async (world: World, { door }: Replica, atMost?: number): Promise<void> => {
  for (const body of world.postman.take(atMost)) {
    const status = await door.deliver(body)
    if (status !== 200) throw new Error(`a delivery was answered with ${status}`)
    count(world, 'delivered')
  }
}

const apply = async (world: World, { kernel, holder }: Replica): Promise<number> => {
  const taken = await applyEvents(kernel, { holder, table: EVENTS, pace: noPace })
  count(world, 'subjects taken', taken)
  return taken
}

const list = async (world: World, { kernel, holder }: Replica): Promise<void> => {
  const onGap = async () => {
    count(world, 'gaps')
    return orderFill(kernel)
  }
  const isWanted = (type: string) => EVENTS.has(type)
  const found = await listMissed(kernel, { holder, isWanted, pace: noPace, signal: never, atLeastMs: 0, onGap })
  count(world, 'found by listing', found ?? 0)
}

const fill = async ({ kernel, holder }: Replica): Promise<void> => {
  await fillMirror(kernel, { holder, signal: never, pause: async () => {} })
}

/** Something of everything, in any order, on either replica or both at once, while the history goes on. */
const workOn = async (world: World, replica: Replica): Promise<void> => {
  const { chance } = world
  if (chance.happens(0.6)) await deliver(world, replica, chance.whole(1, 8))
  if (chance.happens(0.6)) await apply(world, replica)
  if (chance.happens(0.1)) await unlessOutage(list(world, replica))
  if (world.isFilled && chance.happens(0.05)) await orderFill(replica.kernel)
  if (chance.happens(0.1)) await unlessOutage(fill(replica))
}

/** What the companion comes to by itself once nothing more happens. */
const settle = async (world: World): Promise<void> => {
  const [one] = world.replicas
  if (!one) return
  await deliver(world, one)
  await list(world, one)
  await fill(one)
  // For a gap while a fill was running.
  await list(world, one)
  // Only what was begun: a fill now would hide whatever the events got wrong.
  await fill(one)
  for (let idle = 0; idle < 50; idle++) {
    const taken = await Promise.all(world.replicas.map((replica) => apply(world, replica)))
    if (taken.every((each) => each === 0)) return
  }
  throw new Error('the inbox came to no rest')
}

/** Now and then Stripe doesn't answer; never once the history is over. */
const moody = (gateway: PaymentGateway, chance: Chance, isOver: () => boolean): PaymentGateway => ({
  ...gateway,
  readForMirror: async (resource, id) => {
    if (!isOver() && chance.happens(UNANSWERED)) throw new GatewayError('stripe', 'timed-out', { retryable: true })
    const row = await gateway.readForMirror(resource, id)
    // An answer that is slow to arrive is older than one that was asked for later.
    if (chance.happens(0.3)) await new Promise((resolve) => setTimeout(resolve, chance.whole(0, 5)))
    return row
  },
})

export interface EventRun {
  readonly seed: number
  readonly problems: readonly string[]
  readonly counts: Readonly<Record<string, number>>
}

const stepsOf = (seed: number) => fc.sample(histories(LONGEST), { numRuns: 1, seed })[0] ?? []

/** Stops for leases and pauses to pass, which a history that is over doesn't do by itself. */
const REST_MS = 10 * 60_000

/** Lives one random billing history whose webhooks are lost, doubled and shuffled, and says what doesn't hold at its end. */
export const simulateEvents = async (stores: Stores, seed: number): Promise<EventRun> => {
  const chance = chanceOf(seed)
  const store = await stores.fresh()
  const postman = await hirePostman(chance)
  const sandbox = await startSandbox({ webhook: { url: postman.url, secret: 'whsec_postman' } })
  const control = sandbox.account(KEY)
  const history = new AbortController()
  let lastAt = 0
  let restMs = 0
  // Strictly forward: two reads at one moment could not be told apart.
  const clock = { now: () => (lastAt = Math.max(lastAt + 1, control.clock().now * 1000 + restMs)) }
  const gateway = createStripeGateway({ key: KEY, apiBase: sandbox.url, timeoutMs: 20_000 })
  const databases = [await store.open(), await store.open()]
  const replicas: Replica[] = []
  for (const [n, { db }] of databases.entries()) {
    const kernel = companionKernel({
      db,
      stripe: moody(gateway, chance, () => history.signal.aborted),
      clock,
      replica: `replica ${n}`,
    })
    replicas.push({ kernel, holder: randomUUID(), door: await openDoor(kernel) })
  }
  const world: World = { chance, replicas, postman, counts: {}, isFilled: chance.happens(0.3) }
  try {
    // As at every start; the history begins then.
    control.startAt(START)
    await list(world, replicas[0]!)
    const living = live(sandbox, KEY, stepsOf(seed)).finally(() => {
      history.abort()
    })
    const working = replicas.map(async (replica) => {
      while (!history.signal.aborted) {
        await workOn(world, replica)
        await new Promise((resolve) => setImmediate(resolve))
      }
    })
    const [{ done }] = await Promise.all([living, ...working])
    await sandbox.webhooksSettled()
    restMs = REST_MS
    await settle(world)
    const [first] = databases
    const { problems, objects } = await compareMirror(first!.db, gateway)
    const rest = await first!.db.selectFrom('stripeEvent').select(['stripeId', 'state', 'problem']).execute()
    for (const { stripeId, state, problem } of rest)
      if (state === 'waiting' || state === 'failed') problems.push(`${stripeId} is ${state}: ${problem ?? ''}`)
    const { sent, lost, doubled } = postman.counts
    return { seed, problems, counts: { ...world.counts, steps: done.length, objects, sent, lost, doubled } }
  } finally {
    for (const { door } of replicas) await door.close()
    for (const { close } of databases) await close()
    await sandbox.close()
    await postman.close()
    await store.remove()
  }
}
