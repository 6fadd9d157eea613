import type { InvoiceChoices } from '@countersign/shared/features/invoice-work'
import type { QuoteContent } from '@countersign/shared/features/quotes'
import type { Stripe } from 'stripe'
import type { RunningSandbox } from 'stripe-sandbox'
import { ACTIONS } from '../../server/app/actions.ts'
import { readRequest } from '../../server/features/approvals/read-request.ts'
import { askSend } from '../../server/features/invoices/ask-send.ts'
import { draftInvoice } from '../../server/features/invoices/draft-invoice.ts'
import { keepInvoice } from '../../server/features/invoices/keep-invoice.ts'
import { readInvoice } from '../../server/features/invoices/read-invoice.ts'
import { startInvoice } from '../../server/features/invoices/start-invoice.ts'
import { recordQuote } from '../../server/features/quotes/record-quote.ts'
import type { Kernel } from '../../server/kernel/context.ts'
import { decide, drive, seatApprover, seatStaff, someAsk } from './approvals.ts'
import { NOW, openDesk } from './desk.ts'
import { someQuote } from './quotes.ts'

let desks = 0

export const TEAM = '4PwS7vHc2N'

/** Who is billed when nobody else is: a customer made for the quote. */
export const NEWCOMER = {
  kind: 'new',
  name: 'Brightwater Municipal Utilities District No. 14',
  email: 'accounts.payable@brightwater.example',
  address: {
    line1: '14 Pump House Road',
    line2: null,
    postalCode: '97201',
    city: 'Portland',
    state: 'OR',
    country: 'US',
  },
} as const

/** Finance, an approver, and an account of its own on 20 November 2026. */
export const openInvoiceDesk = async (sandbox: RunningSandbox) => {
  const key = `sk_test_invoices${desks++}`
  const control = sandbox.account(key)
  control.startAt(NOW / 1000)
  const desk = await openDesk({ sandbox, key })
  const { kernel, stripe } = desk
  const tobias = await seatStaff(kernel, 'Tobias Ronning', ['finance'])
  const jonas = await seatApprover(kernel, 'Jonas Whitlock')
  const by = { actor: tobias, requestId: 'req_invoice' }

  /** Both clocks. */
  const moveTo = (at: number): void => {
    control.advanceTo(at / 1000)
    kernel.clock.advance(at - kernel.clock.now())
  }

  const quote = async (over: Partial<QuoteContent> = {}) => recordQuote(kernel, by, someQuote(over))

  const customer = async (params: Stripe.CustomerCreateParams = {}): Promise<string> => {
    const { id } = await stripe.customers.create({
      name: NEWCOMER.name,
      email: NEWCOMER.email,
      metadata: { team: TEAM },
      ...params,
    })
    return id
  }

  const start = async (quoteId: string, reason: string | null = null) =>
    startInvoice(kernel, by, { quoteId, repeat: reason === null ? null : { reason } })

  const read = (id: string) => readInvoice(kernel, id)

  const keep = async (id: string, choices: Partial<InvoiceChoices>) =>
    keepInvoice(kernel, by, { id, version: (await read(id)).version, choices })

  /** Asked for, not yet carried out. */
  const order = async (id: string, over: Kernel = kernel) =>
    draftInvoice(over, by, { id, version: (await read(id)).version })

  const draft = async (id: string) => {
    await order(id)
    await drive(kernel)
    return read(id)
  }

  /** A quote, drafted for an existing customer of its team; `choices` stand in for what the quote says. */
  const drafted = async (over: Partial<QuoteContent> = {}, choices: Partial<InvoiceChoices> = {}) => {
    const { id } = await start((await quote(over)).id)
    const chosen = { kind: 'existing', customerStripeId: await customer() } as const
    await keep(id, { customer: chosen, ...choices })
    return draft(id)
  }

  const ask = async (id: string, given = someAsk('The customer waits for it')) =>
    askSend(kernel, by, { id, version: (await read(id)).version, ask: given })

  const approve = (requestId: string) =>
    decide(kernel, { ...jonas, actor: { ...jonas.actor, confirmedAt: kernel.clock.now() } }, requestId)

  const request = (requestId: string) => readRequest(kernel, jonas.actor, ACTIONS, requestId)

  /** Asked, countersigned where the policy wants it, and carried out. */
  const send = async (id: string) => {
    const asked = await ask(id)
    if (asked.approversNeeded > 0) await approve(asked.id)
    await drive(kernel)
    return { invoice: await read(id), request: await request(asked.id) }
  }

  const invoicesOf = async (customerId: string) =>
    (await stripe.invoices.list({ customer: customerId, limit: 100 })).data

  const events = async (type: string) => (await stripe.events.list({ type, limit: 100 })).data

  const people = { tobias, jonas, by }
  const steps = { quote, customer, start, read, keep, order, draft, drafted, ask, approve, request, send }
  return { desk, key, kernel, stripe, control, moveTo, ...people, ...steps, invoicesOf, events }
}

export type InvoiceDesk = Awaited<ReturnType<typeof openInvoiceDesk>>
