import type { Inbox, InboxWish } from '@countersign/shared/features/webhooks'
import { toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { type EventRow, findEvent, listEvents } from './store.ts'

const PAGE = 100

const isoOrNull = (at: number | null): string | null => (at === null ? null : toIso(at))

const lineOf = (row: EventRow): Inbox['events'][number] => ({
  id: row.stripeId,
  type: row.type,
  objectStripeId: row.objectStripeId,
  customerStripeId: row.subjectKey.startsWith('cus_') ? row.subjectKey : null,
  state: row.state,
  endpoint: row.endpoint,
  attempts: row.attempts,
  problem: row.problem,
  madeAt: toIso(row.madeAt),
  heardAt: toIso(row.heardAt),
  endedAt: isoOrNull(row.endedAt),
})

/** A page of the inbox, newest first. */
export const listInbox = async ({ db }: Pick<Kernel, 'db'>, { show, cursor }: InboxWish): Promise<Inbox> => {
  const last = cursor ? await findEvent(db, cursor) : undefined
  const place = last === undefined ? null : { heardAt: last.heardAt, stripeId: last.stripeId }
  const state = show === 'all' ? null : show
  const rows = await listEvents(db, { state, after: place, limit: PAGE + 1 })
  const events = rows.slice(0, PAGE).map(lineOf)
  return { events, nextCursor: rows.length > PAGE ? (events.at(-1)?.id ?? null) : null }
}
