import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { newId } from '../../kernel/ids.ts'
import {
  addressGroup,
  ATTEMPT_WINDOW_MS,
  type AttemptSubject,
  isLastAttempt,
  isOverLimit,
  windowStart,
} from './attempt-rules.ts'
import { countAttempts, deleteAttempts, deleteAttemptsBefore, insertAttempt } from './store.ts'

export interface Attempt {
  readonly ids: readonly string[]
  readonly emailKey: string | null
  /** The limit is reached with this one: worth a mark in the log. */
  readonly isLast: boolean
}

type Counted = Partial<Record<AttemptSubject, string>>

const keyOf = (kernel: Kernel, subject: string, value: string) => kernel.keys.mac('attempt', `${subject}:${value}`)

/**
 * Writes an attempt down before it is judged, so that a thousand at once on several replicas can't all find the count
 * still low; who succeeds takes it back with `releaseAttempt`. Throws TOO_MANY_ATTEMPTS.
 */
export const reserveAttempt = async (kernel: Kernel, who: Counted): Promise<Attempt> => {
  const at = kernel.clock.now()
  await deleteAttemptsBefore(kernel.db, windowStart(at))
  const values = { ...who, ...(who.address === undefined ? {} : { address: addressGroup(who.address) }) }
  const rows = (Object.entries(values) as Array<[AttemptSubject, string]>).map(([subject, value]) => ({
    subject,
    row: { id: newId('att', at), key: keyOf(kernel, subject, value), at },
  }))
  const ids = rows.map(({ row }) => row.id)
  let isLast = false
  for (const { row } of rows) await insertAttempt(kernel.db, row)
  for (const { subject, row } of rows) {
    const count = await countAttempts(kernel.db, row.key, windowStart(at))
    isLast ||= isLastAttempt(subject, count)
    if (!isOverLimit(subject, count)) continue
    await deleteAttempts(kernel.db, ids)
    throw new AppError('TOO_MANY_ATTEMPTS', { detail: subject, data: { retryAfterMs: ATTEMPT_WINDOW_MS } })
  }
  return { ids, emailKey: who.email === undefined ? null : keyOf(kernel, 'email', who.email), isLast }
}
