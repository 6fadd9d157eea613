import type { Money } from '@countersign/shared/money'
import { askApproval } from '../../server/features/approvals/index.ts'
import { proveSubject } from '../../server/features/cases/index.ts'
import { issueCredit, reverseCredit } from '../../server/features/credits/index.ts'
import type { StaffActor } from '../../server/kernel/actor.ts'
import { AppError } from '../../server/kernel/errors.ts'
import { type Approver, decide, drive, proveTeam, someAsk } from './approvals.ts'
import type { Desk } from './desk.ts'

/** A desk where one person asks and another signs. */
export interface CreditDesk {
  readonly desk: Desk
  readonly actor: StaffActor
  readonly approver: Approver
}

export const codeOf = (error: unknown): string => (error instanceof AppError ? error.code : String(error))

export const subjectAt = async ({ desk, actor }: CreditDesk, teamId: string) =>
  proveSubject(desk.kernel, await proveTeam(desk.kernel, actor, { teamId, ticket: `#${teamId}` }))

const asking = ({ actor }: CreditDesk) => ({ actor, requestId: 'req_ask' })

export const askCredit = async (at: CreditDesk, teamId: string, payload: { amount: Money; [more: string]: unknown }) =>
  askApproval(at.desk.kernel, asking(at), issueCredit, {
    subject: await subjectAt(at, teamId),
    payload: { reasonId: 'outage', ...payload },
    ask: someAsk(),
  })

export const askReversal = async (at: CreditDesk, teamId: string, payload: { creditStripeId: string; amount: Money }) =>
  askApproval(at.desk.kernel, asking(at), reverseCredit, {
    subject: await subjectAt(at, teamId),
    payload,
    ask: someAsk('Given to the wrong line'),
  })

export const carryOut = async ({ desk, approver }: CreditDesk, id: string): Promise<void> => {
  await decide(desk.kernel, approver, id)
  await drive(desk.kernel)
}

/** Asks, signs and carries out; answers the request. */
export const giveCredit = async (
  at: CreditDesk,
  teamId: string,
  payload: { amount: Money; [more: string]: unknown },
) => {
  const { id } = await askCredit(at, teamId, payload)
  await carryOut(at, id)
  return id
}

export const entriesOf = async ({ desk }: CreditDesk, customer: string) =>
  (await desk.stripe.customers.listBalanceTransactions(customer)).data
