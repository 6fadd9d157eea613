import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Stripe } from 'stripe'
import { describe, expect, it } from 'vitest'
import { startSandbox } from '../index.ts'
import { clientOf, DAY, freshAccount, JUNE, openBench } from './support.ts'

const bench = await openBench()

const debit = (stripe: Stripe, customer: string): Promise<Stripe.PaymentIntent> =>
  stripe.paymentIntents.create({
    amount: 6000,
    currency: 'usd',
    customer,
    confirm: true,
    payment_method: 'pm_usBankAccount_success',
  })

const pay = (stripe: Stripe): Promise<Stripe.PaymentIntent> =>
  stripe.paymentIntents.create({ amount: 4000, currency: 'usd', confirm: true, payment_method: 'pm_card_visa' })

describe('payments', () => {
  it('live on the test clock of their customer: a debit is answered when that clock moves', async () => {
    const { stripe, control } = freshAccount(bench)
    const clock = await stripe.testHelpers.testClocks.create({ frozen_time: JUNE })
    const { id: customer } = await stripe.customers.create({ test_clock: clock.id })
    const { id, created } = await debit(stripe, customer)
    expect(created).toBe(JUNE)
    control.advanceTo(JUNE + 20 * DAY)
    expect((await stripe.paymentIntents.retrieve(id)).status).toBe('processing')
    const refund = await stripe.refunds.create({ payment_intent: id, amount: 100 })
    expect(refund.created).toBe(JUNE)
    await stripe.testHelpers.testClocks.advance(clock.id, { frozen_time: JUNE + 4 * DAY })
    expect((await stripe.paymentIntents.retrieve(id)).status).toBe('succeeded')
    // Three business days after Friday the 5th.
    await stripe.testHelpers.testClocks.advance(clock.id, { frozen_time: JUNE + 9 * DAY })
    expect((await stripe.refunds.retrieve(refund.id)).status).toBe('succeeded')
  })

  it('are brought back by a snapshot with what they wait for', async () => {
    const { stripe, control } = freshAccount(bench)
    const { id: customer } = await stripe.customers.create({})
    const { id } = await debit(stripe, customer)
    const kept = control.snapshot()
    control.advanceTo(JUNE + 5 * DAY)
    await stripe.refunds.create({ payment_intent: id })
    control.restore(kept)
    expect((await stripe.paymentIntents.retrieve(id)).status).toBe('processing')
    expect((await stripe.refunds.list()).data).toEqual([])
    control.advanceTo(JUNE + 5 * DAY)
    expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({ amount_received: 6000, status: 'succeeded' })
  })

  it('are kept in a state file with what they wait for', async () => {
    const stateFile = join(mkdtempSync(join(tmpdir(), 'sandbox-')), 'state.db')
    const key = 'sk_test_debits'
    const first = await startSandbox({ stateFile })
    first.account(key).startAt(JUNE)
    const stripe = clientOf(first, key)
    const { id } = await debit(stripe, (await stripe.customers.create({})).id)
    await first.close()
    const second = await startSandbox({ stateFile })
    second.account(key).advanceTo(JUNE + 5 * DAY)
    expect((await clientOf(second, key).paymentIntents.retrieve(id)).status).toBe('succeeded')
    await second.close()
  })

  it('are refunded once, however often a request is repeated under one key', async () => {
    const { stripe, control } = freshAccount(bench)
    const { id } = await pay(stripe)
    bench.sandbox.addFault({ kind: 'drop_after', key: control.key, method: 'POST', path: '/v1/refunds' })
    const ask = () => stripe.refunds.create({ payment_intent: id, amount: 1000 }, { idempotencyKey: 'once' })
    // The client itself repeats a request whose connection was cut.
    const refund = await ask()
    expect((await ask()).id).toBe(refund.id)
    const { data } = await stripe.refunds.list({ payment_intent: id })
    expect(data.map(({ amount }) => amount)).toEqual([1000])
  })

  it('of a refused request leave nothing behind', async () => {
    const { stripe } = freshAccount(bench)
    const { id } = await pay(stripe)
    const before = (await stripe.events.list({ limit: 100 })).data.length
    await expect(stripe.refunds.create({ payment_intent: id, amount: 4001 })).rejects.toMatchObject({ param: 'amount' })
    expect((await stripe.events.list({ limit: 100 })).data).toHaveLength(before)
    expect((await stripe.charges.list({ payment_intent: id })).data[0]).toMatchObject({ amount_refunded: 0 })
  })
})

describe('a bank account', () => {
  it('is one of the documented test accounts, by number', async () => {
    const { stripe } = freshAccount(bench)
    const create = (account_number: string) =>
      stripe.paymentMethods.create({
        type: 'us_bank_account',
        us_bank_account: { account_number, account_holder_type: 'company', routing_number: '110000000' },
        billing_details: { name: 'Ada' },
      })
    expect((await create('000222222227')).us_bank_account).toMatchObject({ last4: '2227' })
    await expect(create('123456')).rejects.toMatchObject({ code: 'account_number_invalid' })
  })
})
