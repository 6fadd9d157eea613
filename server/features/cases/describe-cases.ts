import type { CaseLine, CaseWaits } from '@countersign/shared/features/cases'
import { toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { linkTicket, readTicketProofs } from '../teams/index.ts'
import { proofFault } from './case-rules.ts'
import { type CaseRow, countOpenRequests, type OpenRequests } from './store.ts'

const NOTHING: CaseWaits = { forApprover: 0, underWay: 0, forPerson: 0 }

const laneOf = (state: OpenRequests['state']): keyof CaseWaits => {
  if (state === 'requested') return 'forApprover'
  return state === 'needs-person' ? 'forPerson' : 'underWay'
}

const waitsByTicket = (rows: readonly OpenRequests[]): Map<string, CaseWaits> => {
  const waits = new Map<string, CaseWaits>()
  for (const { ticket, state, count } of rows) {
    const before = waits.get(ticket) ?? NOTHING
    const lane = laneOf(state)
    waits.set(ticket, { ...before, [lane]: before[lane] + count })
  }
  return waits
}

/** Cases as lists show them: with what waits, and whether a proof lives. A closed case has none. */
export const describeCases = async (
  { db, clock, settings }: Pick<Kernel, 'db' | 'clock' | 'settings'>,
  rows: readonly CaseRow[],
): Promise<CaseLine[]> => {
  const tickets = rows.map(({ ticket }) => ticket)
  const [proofs, requests] = [
    await readTicketProofs({ db, clock }, tickets),
    waitsByTicket(await countOpenRequests(db, tickets)),
  ]
  return rows.map(({ openedAt, changedAt, closedAt, liveFrom, ...row }) => {
    const proof = proofs.get(row.ticket)
    const isProven = proof && proofFault({ liveFrom, closedAt }, Date.parse(proof.at)) === null
    return {
      ...row,
      ticketUrl: linkTicket(settings.ticketUrlTemplate, row.ticket),
      provenUntil: isProven ? proof.liveUntil : null,
      openedAt: toIso(openedAt),
      changedAt: toIso(changedAt),
      closedAt: closedAt === null ? null : toIso(closedAt),
      waits: requests.get(row.ticket) ?? NOTHING,
    }
  })
}
