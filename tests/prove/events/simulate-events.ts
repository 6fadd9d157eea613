import { startSandbox } from 'stripe-sandbox'
import { createStripeGateway } from '../../../server/adapters/stripe/gateway.ts'
import { EVENTS } from '../../../server/app/events.ts'
import { START } from '../../../stripe-sandbox/tests/model/history.ts'
import { chanceOf } from '../chance.ts'
import type { Store, Stores } from '../stores.ts'
import { clientOf, liveBilling } from './billing-life.ts'
import { comeToRest } from './come-to-rest.ts'
import { compareMirror } from './compare-mirror.ts'
import { compareTenants } from './compare-tenants.ts'
import { createHistoryClock } from './history-clock.ts'
import { openHouse } from './house.ts'
import { openLateFill } from './late-fill.ts'
import { hirePostman } from './postman.ts'
import { createPulse } from './pulse.ts'
import { openReplica, type Replica } from './replica.ts'
import { slowStripe } from './slow-stripe.ts'
import { createWitness, placeWitness } from './witness.ts'

const KEY = 'sk_test_events'

export interface EventRun {
  readonly seed: number
  readonly problems: readonly string[]
  readonly counts: Readonly<Record<string, number>>
}

/** A fill mends what events got wrong before it, so most histories do without. */
type Fills = 'none' | 'usual' | 'late'

/** How often each is done in a round. */
type Deeds = ReadonlyArray<readonly [often: number, deed: () => Promise<unknown>]>

const deedsOf = ({ late }: World, replica: Replica, fills: Fills): Deeds => [
  [0.7, () => replica.deliver(replica.chance.whole(1, 60))],
  [0.8, () => replica.apply()],
  // A gap in what was listed has the mirror filled anew, which hides what the late page did.
  [fills === 'late' ? 0.3 : 0.1, () => replica.list()],
  [fills === 'usual' ? 0.05 : 0, () => replica.orderFill()],
  // Nobody may take the late one over.
  [fills === 'late' ? 0 : 0.1, () => replica.fill()],
  [fills === 'late' ? 0.08 : 0, () => late.begin()],
  [0.1, () => replica.sweep()],
  [0.3, () => replica.reconcile()],
]

/** Something of everything, in any order, while the history goes on. */
const workOnce = async (world: World, replica: Replica, fills: Fills): Promise<void> => {
  for (const [often, deed] of deedsOf(world, replica, fills)) if (replica.chance.happens(often)) await deed()
}

const inSeries = (seed: number) => {
  let part = 0
  return () => chanceOf(Math.imul(seed, 31) + part++)
}

const openWorld = async (store: Store, seed: number) => {
  const nextChance = inSeries(seed)
  const chance = nextChance()
  const pulse = createPulse()
  const postman = await hirePostman(nextChance())
  const sandbox = await startSandbox({ webhook: { url: postman.url, secret: 'whsec_postman' } })
  const control = sandbox.account(KEY)
  control.startAt(START)
  const clock = createHistoryClock(() => control.clock().now)
  const gateway = createStripeGateway({ key: KEY, apiBase: sandbox.url, timeoutMs: 60_000 })
  const house = openHouse(pulse)
  const witness = createWitness()
  const counts: Record<string, number> = {}
  const count = (what: string, more = 1) => {
    counts[what] = (counts[what] ?? 0) + more
  }
  const databases = [await store.open(), await store.open()]
  await placeWitness(databases[0]!.db)
  const table = witness.watch(EVENTS)
  const replicas: Replica[] = []
  for (const [n, { db }] of databases.entries()) {
    const own = nextChance()
    const stripe = slowStripe(gateway, nextChance(), pulse)
    const outside = { db, stripe, clock, table, postman, count, provisioner: house.provisioner(own), chance: own }
    replicas.push(await openReplica(`replica ${n}`, outside))
  }
  const late = await openLateFill({
    db: databases[0]!.db,
    stripe: gateway,
    clock,
    table,
    postman,
    count,
    house,
    chance,
  })
  const close = async () => {
    await late.end()
    for (const { door } of replicas) await door.close()
    for (const database of databases) await database.close()
    await sandbox.close()
    await postman.close()
    await store.remove()
  }
  const { db } = databases[0]!
  return { chance, pulse, postman, sandbox, clock, gateway, house, witness, counts, db, replicas, late, close }
}

type World = Awaited<ReturnType<typeof openWorld>>

const liveThrough = async (world: World): Promise<number> => {
  const { sandbox, chance, pulse, replicas } = world
  const fills = chance.pick<Fills>(['none', 'usual', 'late', 'late'])
  // As at every start; the history begins then.
  await replicas[0]?.list()
  const living = liveBilling(sandbox, KEY, { chance, pulse }).finally(() => pulse.end())
  const working = replicas.map(async (replica) => {
    while (!pulse.hasEnded()) await pulse.work(() => workOnce(world, replica, fills))
  })
  const [steps] = await Promise.all([living, ...working])
  await sandbox.webhooksSettled()
  return steps
}

/** Lives one random billing history whose webhooks are lost, doubled and shuffled, and says what doesn't hold at its end. */
export const simulateEvents = async (stores: Stores, seed: number): Promise<EventRun> => {
  const world = await openWorld(await stores.fresh(), seed)
  try {
    const { db, clock, gateway, sandbox, house, witness, postman, replicas, late, counts } = world
    const steps = await liveThrough(world)
    const restless = await comeToRest({ db, clock, replicas, late })
    const { problems, objects } = await compareMirror(db, gateway)
    const tenants = await compareTenants(db, { stripe: clientOf(sandbox, KEY), house, now: clock.now() })
    const takenForNew = (counts['answered new'] ?? 0) + (counts['found by listing'] ?? 0)
    const seen = await witness.problems(db, takenForNew)
    const happened = { ...counts, ...witness.counts, ...house.counts, ...postman.counts, steps, objects }
    return {
      seed,
      problems: [...restless, ...problems, ...tenants, ...seen],
      counts: { ...happened, tenants: house.tenants.size },
    }
  } finally {
    await world.close()
  }
}
