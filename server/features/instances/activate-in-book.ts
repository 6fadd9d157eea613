import type { ActivateCall, Refused } from '@countersign/shared/licenses-api'
import { newId } from '../../kernel/ids.ts'
import type { Transaction } from '../../ports/database.ts'
import { isHeldByFile, type LicenseView, type StateVerdict } from '../licenses/index.ts'
import { admitCall } from './admit-call.ts'
import { refused } from './answer-rules.ts'
import { beginEpoch } from './epoch-rules.ts'
import { type Intervals, intervalsOf } from './interval-rules.ts'
import { noteClone } from './note-clone.ts'
import type { SeatBook } from './open-book.ts'
import type { InstanceRow } from './store.ts'

export interface ActivateTask {
  readonly kind: 'activate'
  readonly call: ActivateCall
  readonly mac: string
  readonly nonceHash: string
  readonly address: string
  readonly clones: 'grace' | 'strict'
}

export interface Activation {
  readonly verdict: 'granted'
  readonly row: InstanceRow
  readonly license: LicenseView
  readonly state: StateVerdict
  readonly keyValidUntil: number | null
  readonly isKnown: boolean
}

const secondsUntil = (at: number | null, now: number): number | null =>
  at === null ? null : Math.max(1, Math.ceil((at - now) / 1000))

const saidIn = ({ call, nonceHash, address }: ActivateTask, now: number, { seatMs, graceMs }: Intervals) => ({
  name: call.name,
  environment: call.environment,
  isEphemeral: call.isEphemeral === true ? 1 : 0,
  version: call.version,
  releasedOn: call.releasedOn,
  sequence: 0,
  nonceHash,
  seatUntil: now + seatMs,
  runUntil: now + graceMs,
  lastSeenAt: now,
  lastAddress: address,
  counts: JSON.stringify(call.counts ?? {}),
  refusedAs: null,
  releasedAt: null,
  releasedBy: null,
})

type Said = ReturnType<typeof saidIn>

const firstRow = (said: Said, { call }: ActivateTask, { licenseId, now }: { licenseId: string; now: number }) => ({
  id: newId('ins', now),
  licenseId,
  installId: call.installId,
  epoch: 1,
  epochStarts: JSON.stringify([now]),
  seatSince: now,
  cloneSuspectedAt: null,
  cloneEvidence: null,
  createdAt: now,
  ...said,
})

interface Next {
  readonly row: InstanceRow
  readonly isSuspicious: boolean
}

const isRetryOf = (row: InstanceRow, nonceHash: string): boolean =>
  row.releasedAt === null && row.sequence === 0 && row.nonceHash === nonceHash

/** The same installation again: a retry of the same call, or a new epoch. After a release it starts from scratch. */
const nextRow = (row: InstanceRow, said: Said, now: number): Next => {
  const isHeld = row.seatUntil > now && row.environment === said.environment
  const seatSince = isHeld ? row.seatSince : now
  if (isRetryOf(row, said.nonceHash)) return { row: { ...row, ...said, seatSince }, isSuspicious: false }
  const before = row.releasedAt === null ? (JSON.parse(row.epochStarts) as number[]) : []
  const { starts, isSuspicious } = beginEpoch(before, now)
  const epochStarts = JSON.stringify(starts)
  return { row: { ...row, ...said, seatSince, epoch: row.epoch + 1, epochStarts }, isSuspicious }
}

const suspect = async (tx: Transaction, before: InstanceRow, row: InstanceRow, now: number): Promise<InstanceRow> => {
  const evidence = {
    kind: 'epochs',
    before: { address: before.lastAddress, version: before.version },
    now: { address: row.lastAddress, version: row.version },
  } as const
  await noteClone(tx, row, { at: now, evidence })
  const { cloneSuspectedAt, cloneEvidence } = before
  return cloneSuspectedAt === null
    ? { ...row, cloneSuspectedAt: now, cloneEvidence: JSON.stringify(evidence) }
    : { ...row, cloneSuspectedAt, cloneEvidence }
}

interface Standing {
  readonly license: LicenseView
  readonly before: InstanceRow | null
  readonly now: number
}

const rowOf = async (tx: Transaction, task: ActivateTask, { license, before, now }: Standing): Promise<InstanceRow> => {
  const said = saidIn(task, now, intervalsOf(license.terms, task.call.isEphemeral === true))
  if (before === null) return firstRow(said, task, { licenseId: license.id, now })
  const { row, isSuspicious } = nextRow(before, said, now)
  return isSuspicious ? suspect(tx, before, row, now) : row
}

const findLicense = (book: SeatBook, mac: string) => {
  const found = book.key(mac)
  if (!found) return refused('UNKNOWN_KEY', { isMistyped: false })
  const isReplaced = found.validUntil !== null && book.now >= found.validUntil
  return isReplaced ? refused('REVOKED', { reason: 'This key was replaced by another.' }) : found
}

/** Takes a seat for an installation, or gives it its own again. */
export const activateInBook = async (
  tx: Transaction,
  book: SeatBook,
  task: ActivateTask,
): Promise<Activation | Refused> => {
  const { call, clones } = task
  const { now } = book
  const found = findLicense(book, task.mac)
  if ('verdict' in found) return found
  const { license, validUntil: keyValidUntil } = found
  const running = { version: call.version, releasedOn: call.releasedOn }
  const admitted = await admitCall(tx, license, { product: call.product, running, counts: call.counts, now })
  if (admitted.refusal) return admitted.refusal
  const before = book.install(license.id, call.installId) ?? null
  if (before && isHeldByFile(before, now)) return refused('OFFLINE_ALREADY_ISSUED')
  const row = await rowOf(tx, task, { license, before, now })
  if (clones === 'strict' && row.cloneSuspectedAt !== null) return refused('CLONE_SUSPECTED')
  const seat = await book.seatFor(license, call.environment, before)
  if (!seat.isGranted) return refused('NO_FREE_SEAT', {}, secondsUntil(seat.returnsAt, now))
  book.put(row)
  return {
    verdict: 'granted',
    row,
    license,
    state: admitted.state,
    keyValidUntil,
    isKnown: before?.releasedAt === null,
  }
}
