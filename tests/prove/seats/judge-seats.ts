import { MINUTE_MS } from '@countersign/shared/times'
import type { Database } from '../../../server/ports/database.ts'
import type { Pod } from './pod.ts'

/** A dead pod's seat returns after ten minutes, and a living one asks again within one. */
const LONGEST_REFUSAL_MS = 12 * MINUTE_MS
/** Those that stay have a seat; after an outage they ask again within a quarter of an hour. */
const LONGEST_SILENCE_MS = 17 * MINUTE_MS

export interface Judged {
  readonly db: Database
  readonly now: number
  readonly paid: number
  /** Of all pods that ever lived, by instance, until when they were told that they have a seat. */
  readonly told: ReadonlyMap<string, number>
  readonly living: readonly Pod[]
  /** Since when everybody who lives could have a seat: no outage, no more pods than paid, and nobody died who had one. */
  readonly fairSince: number
}

export const countSeatsHeld = async (db: Database, now: number): Promise<number> => {
  const { held } = await db
    .selectFrom('instance')
    .select((row) => row.fn.countAll<number | string>().as('held'))
    .where('seatUntil', '>', now)
    .executeTakeFirstOrThrow()
  return Number(held)
}

const timeOf = (ms: number) => new Date(ms).toISOString()

const faultsOf = (pod: Pod, { now, fairSince }: Judged): readonly string[] => {
  const { isLocked, code } = pod.client.standing()
  const early = pod.lockedEarly.splice(0).map((at) => `${pod.name} locked at ${timeOf(at)}, before its lease's end`)
  if (isLocked && now < pod.runUntil) early.push(`${pod.name} is locked (${code}) before ${timeOf(pod.runUntil)}`)
  // Its own clock is anchored to whole seconds of the server's.
  if (!isLocked && now > pod.runUntil + 1000) early.push(`${pod.name} runs after ${timeOf(pod.runUntil)}`)
  const since = Math.max(pod.bornAt, fairSince, pod.lostAt)
  const longest = pod.isEphemeral ? LONGEST_REFUSAL_MS : LONGEST_SILENCE_MS
  if (isLocked && now - since > longest) early.push(`${pod.name} waits since ${timeOf(since)} (${code})`)
  return early
}

/** What doesn't hold at this moment. */
export const judgeSeats = async (judged: Judged): Promise<readonly string[]> => {
  const { now, paid, told, living } = judged
  const held = await countSeatsHeld(judged.db, now)
  const promised = [...told.values()].filter((until) => until > now).length
  const problems = living.flatMap((pod) => faultsOf(pod, judged))
  if (held > paid) problems.push(`${held} seats are held at ${timeOf(now)}, ${paid} are paid`)
  if (promised > paid) problems.push(`${promised} seats are promised at ${timeOf(now)}, ${paid} are paid`)
  return problems
}
