// Guarantee: wherever the companion dies while it makes or sends an invoice, it goes on where it was: there is one customer,
// one draft, one invoice, and one mail, whatever was sent before it died.
import { startSandbox } from 'stripe-sandbox'
import { afterAll, describe, expect, test } from 'vitest'
import type { Kernel } from '../../server/kernel/context.ts'
import type { PaymentInvoices } from '../../server/ports/payment-invoices.ts'
import type { PaymentWrites } from '../../server/ports/payment-writes.ts'
import { drive } from '../support/approvals.ts'
import { type InvoiceDesk, NEWCOMER, openInvoiceDesk } from '../support/invoice-desk.ts'

const sandbox = await startSandbox()
afterAll(() => sandbox.close())

interface Death {
  readonly at: keyof PaymentInvoices | keyof PaymentWrites
  readonly when: 'before' | 'after'
}

const died = (): never => {
  throw new Error('the process died')
}

/** A process that ends before or after it has sent that; its database hears nothing of it any more. */
const mortal = (kernel: Kernel, { at, when }: Death): Kernel => {
  let isDead = false
  const die = () => {
    isDead = true
    return died()
  }
  const stripe = new Proxy(kernel.stripe, {
    get: (target, name) => {
      const call: unknown = Reflect.get(target, name)
      if (name !== at || typeof call !== 'function') return call
      return async (...given: unknown[]) => {
        if (when === 'after') await call.apply(target, given)
        die()
      }
    },
  })
  const db = new Proxy(kernel.db, {
    get: (target, name) => {
      if (isDead) died()
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  return { ...kernel, stripe, db }
}

const MINUTES = 120_000
/** When Stripe has forgotten its keys. */
const NEXT_DAY = 25 * 3_600_000

const casesOf = (names: ReadonlyArray<Death['at']>) =>
  names.flatMap((at) =>
    (['before', 'after'] as const).flatMap((when) => [
      { at, when, ms: MINUTES, resumed: 'two minutes later' },
      { at, when, ms: NEXT_DAY, resumed: 'the next day' },
    ]),
  )

const DAY_ONE = Date.parse('2026-11-20T12:40:00.000Z')

const open = async () => {
  const at = await openInvoiceDesk(sandbox)
  const { id } = await at.start((await at.quote()).id)
  await at.keep(id, { customer: NEWCOMER })
  return { ...at, id }
}

const all = async ({ stripe }: InvoiceDesk) => ({
  customers: (await stripe.customers.list({ limit: 100 })).data.length,
  invoices: (await stripe.invoices.list({ limit: 100 })).data,
})

describe('a drafting whose companion dies', () => {
  test.each(casesOf(['createCustomer', 'createDraft', 'addLines']))('$when $at, resumed $resumed', async (death) => {
    const at = await open()
    await at.order(at.id)
    await expect(drive(mortal(at.kernel, death))).rejects.toThrow('the process died')
    expect((await at.read(at.id)).state).toBe('drafting')

    at.moveTo(DAY_ONE + death.ms)
    await drive(at.kernel)
    const drafted = await at.read(at.id)
    expect(drafted).toMatchObject({ state: 'drafted', problem: null, document: { status: 'draft' } })
    const { customers, invoices } = await all(at)
    expect(customers).toBe(1)
    // 24,000.00 + 20 × 900.00 + 10 × 240.00
    expect(invoices.map(({ id, total }) => ({ id, total }))).toEqual([
      { id: drafted.document?.stripeId, total: 4_440_000 },
    ])
    expect(drafted.document?.lines).toHaveLength(3)
    await at.desk.close()
  })

  test.each(casesOf(['deleteDraft', 'createDraft']))('anew, $when $at, resumed $resumed', async (death) => {
    const at = await open()
    await at.draft(at.id)
    await at.keep(at.id, { methods: ['card'] })
    await at.order(at.id)
    await expect(drive(mortal(at.kernel, death))).rejects.toThrow('the process died')
    at.moveTo(DAY_ONE + death.ms)
    await drive(at.kernel)
    expect(await at.read(at.id)).toMatchObject({ state: 'drafted', beforeSend: [] })
    const { customers, invoices } = await all(at)
    expect([customers, invoices.length]).toEqual([1, 1])
    await at.desk.close()
  })
})

describe('a sending whose companion dies', () => {
  test.each(casesOf(['finalizeInvoice', 'sendInvoice']))('$when $at, resumed $resumed', async (death) => {
    const at = await open()
    await at.draft(at.id)
    const { id } = await at.ask(at.id)
    await at.approve(id)
    await expect(drive(mortal(at.kernel, death))).rejects.toThrow('the process died')
    at.moveTo(DAY_ONE + death.ms)
    await drive(at.kernel)
    expect(await at.request(id)).toMatchObject({ state: 'done' })
    expect((await at.read(at.id)).state).toBe('sent')
    const { invoices } = await all(at)
    expect(invoices.map(({ status }) => status)).toEqual(['open'])
    expect(await at.events('invoice.sent')).toHaveLength(1)
    await at.desk.close()
  })
})
