import { TRPCError } from '@trpc/server'
import { appRouter } from '../../server/app/staff-router.ts'
import { findRequest, type RequestRow } from '../../server/features/approvals/store.ts'
import type { StaffActor } from '../../server/kernel/actor.ts'
import { AppError } from '../../server/kernel/errors.ts'
import { type Approver, countersign, drive, proveTeam, seatApprover, seatStaff, someAsk } from './approvals.ts'
import { openDesk } from './desk.ts'

/** The code that the edge answers with; a refused form has one too. */
export const codeOf = (error: unknown): string => {
  if (error instanceof AppError) return error.code
  if (!(error instanceof TRPCError)) return String(error)
  if (error.cause instanceof AppError) return error.cause.code
  return error.code === 'BAD_REQUEST' ? 'INPUT_INVALID' : `${error.code}: ${error.message}`
}

export const usd = (amount: number) => ({ amount, currency: 'usd' })

/** A desk whose whole staff API is in reach of whoever means harm, with people of every role. */
export const openHostileDesk = async () => {
  const desk = await openDesk()
  const { kernel, stripe } = desk
  const ines = await seatStaff(kernel, 'Ines Albrecht', ['support'])
  const otto = await seatStaff(kernel, 'Otto Lindqvist', ['support'])
  const kofi = await seatStaff(kernel, 'Kofi Baptiste', ['admin'])
  const jonas = await seatApprover(kernel, 'Jonas Whitlock')
  const mira = await seatApprover(kernel, 'Mira Okafor')
  let teams = 0

  const as = (staff: StaffActor) =>
    appRouter.createCaller({
      kernel,
      staff: { ...staff, confirmedAt: kernel.clock.now() },
      requestId: 'req_hostile',
      address: '192.0.2.7',
    })

  /** A customer of a team of its own, proven by this person. */
  const aTeam = async (staff: StaffActor = ines) => {
    const teamId = `team-${++teams}`
    const { id: customer } = await stripe.customers.create({ name: 'Kestrel Robotics', metadata: { team: teamId } })
    const ticket = `#${teamId}`
    await proveTeam(kernel, staff, { teamId, ticket })
    return { teamId, customer, ticket }
  }

  interface CreditWish {
    readonly team?: { readonly customer: string; readonly ticket: string }
    readonly by?: StaffActor
    readonly payload?: Readonly<Record<string, unknown>>
    readonly ask?: Readonly<Record<string, unknown>>
  }

  /** Through the door of the API, whatever is in it. */
  const askCredit = async (amount: number, { team, by = ines, payload = {}, ask = {} }: CreditWish = {}) => {
    const { customer, ticket } = team ?? (await aTeam(by))
    const input: unknown = {
      customerStripeId: customer,
      ticket,
      payload: { amount: usd(amount), reasonId: 'outage', ...payload },
      ask: { ...someAsk(), ...ask },
    }
    return as(by).credits.ask(input as Parameters<ReturnType<typeof as>['credits']['ask']>[0])
  }

  const word = async (approver: Approver, id: string, decision: 'approve' | 'reject' = 'approve') =>
    as(approver.actor).approvals.decide({
      id,
      decision,
      countersignature: await countersign(kernel, approver.key, { id, decision }),
    })

  const rowOf = async (id: string): Promise<RequestRow> => {
    const row = await findRequest(kernel.db, id)
    if (!row) throw new Error(`no request ${id}`)
    return row
  }

  const creditsOf = async (customer: string) =>
    (await stripe.customers.listBalanceTransactions(customer, { limit: 100 })).data.map(({ amount }) => amount)

  return {
    desk,
    kernel,
    stripe,
    ines,
    otto,
    kofi,
    jonas,
    mira,
    as,
    aTeam,
    askCredit,
    word,
    rowOf,
    creditsOf,
    run: () => drive(kernel),
    close: desk.close,
  }
}

export type HostileDesk = Awaited<ReturnType<typeof openHostileDesk>>
