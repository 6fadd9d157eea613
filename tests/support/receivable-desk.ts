import { DAY_MS } from '@countersign/shared/times'
import type { Stripe } from 'stripe'
import { startSandbox } from 'stripe-sandbox'
import { askApproval } from '../../server/features/approvals/index.ts'
import { ACTIONS } from '../../server/app/actions.ts'
import { nameInvoiceSubject } from '../../server/features/receivables/name-invoice-subject.ts'
import { orderRefresh } from '../../server/features/receivables/order-refresh.ts'
import { refreshReceivables } from '../../server/features/receivables/refresh-receivables.ts'
import type { StaffActor } from '../../server/kernel/actor.ts'
import { type Approver, seatApprover, seatStaff, someAsk } from './approvals.ts'
import { type Desk, NOW, openDesk } from './desk.ts'

export const ACCOUNT = 'sk_test_receivables'

export interface ReceivableDesk extends Desk {
  /** Finance. */
  readonly tobias: StaffActor
  readonly jonas: Approver
}

/** Ninety days ago at Stripe, so that invoices can have become late; the desk's own clock is at `NOW`. */
export const openReceivableDesk = async (): Promise<ReceivableDesk> => {
  const sandbox = await startSandbox({ now: () => NOW })
  sandbox.account(ACCOUNT).startAt((NOW - 90 * DAY_MS) / 1000)
  const desk = await openDesk({ sandbox, key: ACCOUNT })
  const close = async () => {
    await desk.close()
    await sandbox.close()
  }
  return {
    ...desk,
    close,
    tobias: await seatStaff(desk.kernel, 'Tobias Rønning', ['finance']),
    jonas: await seatApprover(desk.kernel, 'Jonas Whitlock'),
  }
}

export interface InvoiceWanted {
  readonly customer: string
  readonly amount: number
  readonly currency?: string
  /** How long before `NOW` it is due; below zero: it is due so many days later. */
  readonly daysLate: number
}

export const aCustomer = async ({ stripe }: Desk, params: Stripe.CustomerCreateParams = {}): Promise<string> => {
  const { id } = await stripe.customers.create({ name: 'Loomfield', email: 'billing@loomfield.example', ...params })
  return id
}

/** Open, to be paid by the customer. */
export const anOpenInvoice = async ({ stripe }: Desk, wanted: InvoiceWanted): Promise<Stripe.Invoice> => {
  const { customer, amount, currency = 'usd', daysLate } = wanted
  const draft = await stripe.invoices.create({
    customer,
    currency,
    collection_method: 'send_invoice',
    due_date: (NOW - daysLate * DAY_MS) / 1000,
    pending_invoice_items_behavior: 'exclude',
    description: 'Quote Q-7',
  })
  await stripe.invoiceItems.create({ customer, invoice: draft.id, amount, currency, description: 'Business, a year' })
  return stripe.invoices.finalizeInvoice(draft.id)
}

/** Everything that was made so far is as old as it says. */
export const reachNow = ({ sandbox }: Desk): void => void sandbox.account(ACCOUNT).advanceTo(NOW / 1000)

/** A whole round of the job. */
export const refresh = async ({ kernel }: Desk) => {
  await orderRefresh(kernel)
  return refreshReceivables(kernel, { holder: 'test', signal: new AbortController().signal })
}

export const askAboutInvoice = async (
  { kernel, tobias }: ReceivableDesk,
  kind: string,
  payload: { readonly invoiceStripeId: string; readonly [more: string]: unknown },
) => {
  const action = ACTIONS.get(kind)
  if (!action) throw new Error(`no action ${kind}`)
  const subject = await nameInvoiceSubject(kernel, payload.invoiceStripeId)
  return askApproval(kernel, { actor: tobias, requestId: 'req_ask' }, action, { subject, payload, ask: someAsk() })
}
