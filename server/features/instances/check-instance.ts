import type { CheckCall, Checked, Refused } from '@countersign/shared/licenses-api'
import { toIso } from '@countersign/shared/times'
import { inTransaction } from '../../kernel/transaction.ts'
import { coverageOf, stateOf } from '../licenses/index.ts'
import { noticesOf, overLimits, refusalOfState, refused } from './answer-rules.ts'
import { findInstance, type ProvenInstance } from './find-instance.ts'
import { hashNonce } from './hash-nonce.ts'
import { intervalsOf } from './interval-rules.ts'
import { makeLease } from './make-lease.ts'
import { noteClone } from './note-clone.ts'
import type { Parts } from './open-parts.ts'
import { readRegister } from './read-register.ts'
import { isSafelyHeld, isWorthMoving } from './seat-rules.ts'
import type { CheckMark } from './store.ts'
import { judgeToken, type TokenParts, type TokenVerdict } from './token-rules.ts'

/** Of a seat has to be left when its move is written, so that no grant to others can come between. */
const SEAT_MARGIN = 6

/** One check while it is worked on. */
interface Work extends ProvenInstance {
  readonly call: CheckCall
  readonly address: string
  readonly now: number
  /** Of the call. */
  readonly nonceHash: string
  readonly place: TokenVerdict
  /** The newest token known to have been given before. */
  readonly last: TokenParts
}

const baseMark = ({ row, call, address, now, last }: Work): CheckMark => ({
  id: row.id,
  epoch: last.epoch,
  sequence: last.sequence,
  nonceHash: last.nonceHash,
  seatUntil: 0,
  seatMarginMs: 0,
  runUntil: 0,
  at: now,
  address,
  version: call.version,
  releasedOn: call.releasedOn,
  counts: call.counts === undefined ? null : JSON.stringify(call.counts),
  refusedAs: null,
})

const noteCopy = ({ kernel }: Parts, { row, call, address, now }: Work): Promise<void> => {
  const before = { address: row.lastAddress, version: row.version }
  const evidence = { kind: 'token', before, now: { address, version: call.version } } as const
  return inTransaction(kernel.db, (tx) => noteClone(tx, row, { at: now, evidence }))
}

/** What the database's day of that version says, and the whole register only where it says no. */
const refusalOfRunning = async (
  { kernel }: Parts,
  { license, row, call: { version, releasedOn } }: Work,
): Promise<Refused | null> => {
  const { updatesUntil } = license.plan
  const running = { version, releasedOn }
  const register = row.registerDay === null ? [] : [{ version, releasedOn: row.registerDay }]
  if (coverageOf(running, { register, updatesUntil }).isCovered) return null
  return readRegister(kernel.db, { product: license.product, updatesUntil, running })
}

type Seat = { readonly seatUntil: number; readonly moveTo: number } | Refused

/** A seat that is safely held is moved on after the reply; else it is taken before it. */
const keepSeat = async ({ seats, shelf }: Parts, { row, license, now }: Work, seatMs: number): Promise<Seat> => {
  if (!license.overfull.has(row.environment) && isSafelyHeld(row.seatUntil, seatMs, now)) {
    const moveTo = isWorthMoving(row.seatUntil, seatMs, now) ? now + seatMs : 0
    return { seatUntil: row.seatUntil, moveTo }
  }
  shelf.forget(license.id)
  const renewal = await seats.renew({ id: row.id, licenseId: license.id })
  if (renewal.verdict === 'renewed') return { seatUntil: renewal.seatUntil, moveTo: 0 }
  if (renewal.verdict === 'released') return refused('INSTANCE_RELEASED')
  const { returnsAt } = renewal
  return refused('NO_FREE_SEAT', {}, returnsAt === null ? null : Math.max(1, Math.ceil((returnsAt - now) / 1000)))
}

const serve = async (parts: Parts, work: Work, isSuspect: boolean): Promise<Checked | Refused> => {
  const { row, license, call, now, nonceHash, given, last, place } = work
  const state = stateOf(license.standing, now)
  const { seatMs, graceMs, checkEverySeconds } = intervalsOf(license.terms, row.isEphemeral === 1)
  const refusal = refusalOfState(state) ?? (await refusalOfRunning(parts, work))
  const seat: Seat = refusal ?? (await keepSeat(parts, work, seatMs))
  if ('verdict' in seat) {
    parts.marks.add({ ...baseMark(work), refusedAs: seat.code })
    return seat
  }
  const next = { epoch: given.epoch, sequence: given.sequence + 1, nonceHash }
  const runUntil = now + graceMs
  const { moveTo, seatUntil } = seat
  // A copy's token leads the chain nowhere: the next one that asks shows again.
  const reached = place === 'clone' ? last : next
  parts.marks.add({
    ...baseMark(work),
    ...reached,
    seatUntil: moveTo,
    seatMarginMs: Math.floor(seatMs / SEAT_MARGIN),
    runUntil,
  })
  const { id: instance, installId, environment } = row
  const lease = { license, instance, installId, environment, nonceHash, now, runUntil, seatUntil }
  const { limits, updatesUntil, revision } = license.plan
  const isOver = overLimits(limits, call.counts ?? {}).length > 0
  const isOverrun = license.overfull.has(environment)
  return {
    verdict: 'ok',
    token: parts.tokens.write(instance, next),
    lease: await makeLease(parts, lease),
    plan: call.planRevision === revision ? null : license.plan,
    checkEverySeconds,
    graceSeconds: graceMs / 1000,
    serverTime: toIso(now),
    notices: noticesOf({ state, updatesUntil, isSuspect, isOver, isOverrun }, now),
  }
}

/** Refreshes seat, lease and plan. Nothing has to be written before the reply, unless a seat has to be taken anew. */
export const checkInstance = async (parts: Parts, call: CheckCall, address: string): Promise<Checked | Refused> => {
  const found = await findInstance(parts, call)
  if ('verdict' in found) return found
  const { row, given } = found
  const nonceHash = hashNonce(call.nonce)
  const last = parts.marks.lastOf(row)
  const place = judgeToken(given, nonceHash, last)
  if (place === 'old-epoch' || place === 'rolled-back') return refused('BAD_TOKEN', { tokenFault: place })
  if (row.releasedAt !== null) return refused('INSTANCE_RELEASED')
  const work: Work = { ...found, call, address, now: parts.kernel.clock.now(), nonceHash, place, last }
  if (place === 'clone' && row.cloneSuspectedAt === null) await noteCopy(parts, work)
  const isSuspect = place === 'clone' || row.cloneSuspectedAt !== null
  if (!isSuspect || parts.clones === 'grace') return serve(parts, work, isSuspect)
  parts.marks.add({ ...baseMark(work), refusedAs: 'CLONE_SUSPECTED' })
  return refused('CLONE_SUSPECTED')
}
