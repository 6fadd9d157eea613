import { MINUTE_MS } from '@countersign/shared/times'
import type { Database } from '../../../server/ports/database.ts'
import type { HistoryClock } from './history-clock.ts'
import type { LateFill } from './late-fill.ts'
import type { Replica } from './replica.ts'

/** Far more than any chain of pauses needs; what isn't at rest by then never will be. */
const MOST_ROUNDS = 60

export interface Resting {
  readonly db: Database
  readonly clock: HistoryClock
  readonly replicas: readonly Replica[]
  readonly late: LateFill
}

const untilNothingIsTaken = async (replicas: readonly Replica[], work: (one: Replica) => Promise<number>) => {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const taken = await Promise.all(replicas.map(work))
    if (taken.every((each) => each === 0)) return
  }
  throw new Error('work came to no end')
}

interface Waiting {
  readonly stripeId: string
  readonly problem: string | null
  readonly nextAt: number | null
  readonly leaseUntil: number | null
}

const listWaiting = (db: Database): Promise<Waiting[]> =>
  db
    .selectFrom('stripeEvent')
    .leftJoin('eventQueue', 'eventQueue.subjectKey', 'stripeEvent.subjectKey')
    .select(['stripeEvent.stripeId', 'stripeEvent.problem', 'eventQueue.nextAt', 'eventQueue.leaseUntil'])
    .where('stripeEvent.state', '=', 'waiting')
    .execute()

const tell = ({ stripeId, problem, nextAt, leaseUntil }: Waiting, why: string): string =>
  `${stripeId} waits ${why} (next at ${nextAt}, leased until ${leaseUntil}): ${problem ?? 'no problem is told'}`

/**
 * Applies what waits, letting the time pass that each pause asks for: an answer that fails to come is an outage, however late
 * in the history. Only an event that nobody would ever come back to, or that never gets anywhere, is a problem.
 */
const emptyInbox = async ({ db, clock, replicas }: Resting): Promise<string[]> => {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    await untilNothingIsTaken(replicas, (replica) => replica.apply())
    const waiting = await listWaiting(db)
    if (waiting.length === 0) return []
    const forgotten = waiting.filter(({ nextAt }) => nextAt === null)
    if (forgotten.length > 0) return forgotten.map((one) => tell(one, 'and nobody will come for it'))
    clock.restUntil(Math.min(...waiting.map(({ nextAt, leaseUntil }) => Math.max(nextAt ?? 0, leaseUntil ?? 0) + 1)))
  }
  return (await listWaiting(db)).map((one) => tell(one, 'for ever'))
}

const unsettled = (db: Database) =>
  db
    .selectFrom('tenant')
    .select(['teamId', 'problem'])
    .where('problem', 'is not', null)
    .where('faults', '=', '[]')
    .execute()

/** Twice the longest time between two looks, so that each tenant was looked at after the last thing that happened. */
const settleTenants = async ({ db, clock, replicas }: Resting): Promise<string[]> => {
  const [one] = replicas
  for (let round = 0; round < MOST_ROUNDS; round++) {
    clock.restUntil(clock.now() + 31 * MINUTE_MS)
    await one?.sweep()
    await untilNothingIsTaken(replicas, (replica) => replica.reconcile())
    if (round > 0 && (await unsettled(db)).length === 0) return []
  }
  return (await unsettled(db)).map(({ teamId, problem }) => `tenant ${teamId} is stuck: ${problem}`)
}

/** What the companion comes to by itself once nothing more happens; says what doesn't come to rest. */
export const comeToRest = async (resting: Resting): Promise<string[]> => {
  const { clock, replicas, late } = resting
  const [one] = replicas
  if (!one) return []
  clock.restUntil(clock.now() + 10 * MINUTE_MS)
  await one.deliver()
  // Before any fill goes on: it would hide whatever the events got wrong. Only a gap in the list needs one.
  await one.list()
  const problems = await emptyInbox(resting)
  await late.end()
  await one.fill()
  await one.list()
  await one.fill()
  return [...problems, ...(await emptyInbox(resting)), ...(await settleTenants(resting))]
}
