import type { TicketCase } from '@countersign/shared/features/cases'
import { toIso } from '@countersign/shared/times'
import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError, assert } from '../../kernel/errors.ts'
import { listRequests } from '../approvals/index.ts'
import { listLooks } from '../audit-log/index.ts'
import { listVerifications } from '../teams/index.ts'
import { describeCases } from './describe-cases.ts'
import { findCase, listEvents } from './store.ts'

const MOST = 200

/** Everything that happened on a ticket. Refuses with NOT_FOUND. */
export const readCase = async (kernel: Kernel, viewer: StaffActor, ticket: string): Promise<TicketCase> => {
  const row = await findCase(kernel.db, ticket)
  if (!row) throw new AppError('NOT_FOUND')
  const [line] = await describeCases(kernel, [row])
  assert(line, 'a case without its line')
  const [events, verifications, requests, looks] = await Promise.all([
    listEvents(kernel.db, ticket, MOST),
    listVerifications(kernel, { ticket }, MOST),
    listRequests(kernel, viewer, { filter: 'all', ticket, limit: MOST }),
    listLooks(kernel.db, ticket, MOST),
  ])
  return {
    ...line,
    events: events.map(({ id, kind, staffName, text, at }) => ({ id, kind, staffName, text, at: toIso(at) })),
    verifications,
    requests,
    looks: looks.map(({ id, actor, subject, at }) => ({
      id,
      staffName: actor.name,
      customerStripeId: subject.id,
      at,
    })),
  }
}
