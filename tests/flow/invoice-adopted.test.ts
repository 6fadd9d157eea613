// Guarantee: an invoice that Stripe has finalised or closed without us is never stuck: nobody drafts, changes or discards it
// any more, its chain goes on with what it sold, and no older answer overwrites what was learnt since.
import { startSandbox } from 'stripe-sandbox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { discardInvoice } from '../../server/features/invoices/discard-invoice.ts'
import { noteInvoice } from '../../server/features/invoices/index.ts'
import { refreshInvoice } from '../../server/features/invoices/refresh-invoice.ts'
import type { Kernel } from '../../server/kernel/context.ts'
import { GatewayError } from '../../server/kernel/errors.ts'
import { inTransaction } from '../../server/kernel/transaction.ts'
import { drive } from '../support/approvals.ts'
import { codeOf } from '../support/hostile-desk.ts'
import { type InvoiceDesk, openInvoiceDesk } from '../support/invoice-desk.ts'

const sandbox = await startSandbox()
let at: InvoiceDesk
let number = 0

beforeAll(async () => {
  at = await openInvoiceDesk(sandbox)
})
afterAll(async () => {
  await at.desk.close()
  await sandbox.close()
})

const codeAfter = (work: Promise<unknown>): Promise<string> => work.then(() => 'done', codeOf)

/** Two licenses for 200.00 USD, which need nobody's word. */
const drafted = async () => {
  const { id: product } = await at.stripe.products.create({
    name: 'Enterprise',
    metadata: { countersign_delivers: 'license', countersign_deliver_on: 'paid' },
  })
  const { id: priceStripeId } = await at.stripe.prices.create({ product, currency: 'usd', unit_amount: 10_000 })
  const lines = [{ description: 'Enterprise', quantity: 2, unitAmount: 10_000, priceStripeId }]
  const { id, document } = await at.drafted({ reference: `Q-adopted-${++number}`, lines })
  const stripeId = document?.stripeId ?? ''
  const note = async () => {
    const live = await at.kernel.stripe.readInvoiceDocument(stripeId)
    if (live) await inTransaction(at.kernel.db, (tx) => noteInvoice(tx, live, { now: at.kernel.clock.now() }))
  }
  const linkOf = async (name: string) => {
    const { chain } = await at.read(id)
    const { state, text } = chain.find(({ link }) => link === name) ?? { state: '', text: '' }
    return [state, text]
  }
  const tasks = async () => (await at.read(id)).tasks.map(({ kind, what, state }) => [kind, what, state])
  return { id, stripeId, note, linkOf, tasks, refresh: () => refreshInvoice(at.kernel, at.by, id) }
}

/** As the gateway, but for the order to mail. */
const mailing = (sendInvoice: Kernel['stripe']['sendInvoice']): Kernel => ({
  ...at.kernel,
  stripe: new Proxy(at.kernel.stripe, {
    get: (target, name) => {
      const call: unknown = name === 'sendInvoice' ? sendInvoice : Reflect.get(target, name)
      return typeof call === 'function' && name !== 'sendInvoice' ? call.bind(target) : call
    },
  }),
})

const refuseMail = () => Promise.reject(new GatewayError('stripe', 'refused', { retryable: false }))

const unmailed = async () => {
  const deal = await drafted()
  const asked = await at.ask(deal.id)
  await drive(mailing(refuseMail))
  expect((await at.request(asked.id)).state).toBe('failed')
  return deal
}

describe('an invoice that Stripe finalised and would not mail', () => {
  test('goes on once it is noted, as one that we didn’t mail', async () => {
    const { stripeId, note, linkOf, tasks } = await unmailed()
    await note()
    expect(await linkOf('sent')).toEqual(['failed', 'not mailed by us'])
    expect(await linkOf('paid')).toEqual(['open', 'due'])
    expect(await tasks()).toEqual([['license', 'Enterprise × 2', 'waiting']])
    await at.stripe.invoices.pay(stripeId, { paid_out_of_band: true })
    await note()
    expect(await linkOf('paid')).toEqual(['done', 'paid'])
    expect(await tasks()).toEqual([['license', 'Enterprise × 2', 'open']])
  })

  test('and that was paid before anybody looked opens what it sold once', async () => {
    const { id, stripeId, note, tasks, refresh } = await unmailed()
    await at.stripe.invoices.pay(stripeId, { paid_out_of_band: true })
    await note()
    await refresh()
    expect(await tasks()).toEqual([['license', 'Enterprise × 2', 'open']])
    expect((await at.read(id)).state).toBe('sent')
  })
})

describe('an invoice that somebody finalised at Stripe', () => {
  test('is no draft to change, make anew or discard', async () => {
    const { id, stripeId, linkOf } = await drafted()
    await at.stripe.invoices.finalizeInvoice(stripeId)
    expect(await codeAfter(at.order(id))).toBe('INVOICE_FINALISED')
    expect(await codeAfter(at.keep(id, { methods: ['card'] }))).toBe('INVOICE_FINALISED')
    const { version } = await at.read(id)
    const discard = discardInvoice(at.kernel, at.by, { id, version, reason: 'It was wrong' })
    expect(await codeAfter(discard)).toBe('INVOICE_FINALISED')
    // It was never mailed: it can still be asked for.
    expect((await at.send(id)).invoice.state).toBe('sent')
    expect(await linkOf('sent')).toEqual(['done', 'sent'])
  })

  test('and that was paid there goes on, with what its lines sold', async () => {
    const { id, stripeId, linkOf, tasks, refresh } = await drafted()
    await at.stripe.invoices.pay(stripeId, { paid_out_of_band: true })
    await refresh()
    expect((await at.read(id)).state).toBe('sent')
    expect(await linkOf('approval')).toEqual(['not-needed', 'not asked for: finalised at Stripe'])
    expect(await linkOf('paid')).toEqual(['done', 'paid'])
    expect(await tasks()).toEqual([['license', 'Enterprise × 2', 'open']])
  })
})

describe('what was learnt while it was mailed', () => {
  const learning = async (close: (stripeId: string) => Promise<unknown>) => {
    const deal = await drafted()
    await at.ask(deal.id)
    const learn: Kernel['stripe']['sendInvoice'] = async (stripeId, key) => {
      const sent = await at.kernel.stripe.sendInvoice(stripeId, key)
      await close(stripeId)
      await deal.note()
      return sent
    }
    await drive(mailing(learn))
    return deal
  }

  test('stands: paid stays paid', async () => {
    const { id, linkOf, tasks } = await learning((one) => at.stripe.invoices.pay(one, { paid_out_of_band: true }))
    expect((await at.read(id)).state).toBe('sent')
    expect(await linkOf('paid')).toEqual(['done', 'paid'])
    expect(await tasks()).toEqual([['license', 'Enterprise × 2', 'open']])
  })

  test('stands: voided stays over, and delivers nothing', async () => {
    const { id, linkOf, tasks } = await learning((one) => at.stripe.invoices.voidInvoice(one))
    expect((await at.read(id)).state).toBe('ended')
    expect(await linkOf('paid')).toEqual(['failed', 'voided'])
    expect(await tasks()).toEqual([['license', 'Enterprise × 2', 'suspended']])
  })
})
