import { describe, expect, it } from 'vitest'
import { DAY, freshAccount, invoicesOf, JUNE, openBench, openShop } from './support.ts'

const bench = await openBench()

describe('an invoice that is due when it is sent', () => {
  it('is overdue at once, each time', async () => {
    const { stripe, control } = freshAccount(bench)
    const { monthly } = await openShop(stripe)
    const { id: customer } = await stripe.customers.create()
    const items = [{ price: await monthly(1000) }]
    await stripe.subscriptions.create({ customer, items, collection_method: 'send_invoice', days_until_due: 0 })
    control.advanceTo(JUNE + 65 * DAY)
    const [overdue] = (await stripe.events.list({ type: 'invoice.overdue' })).data
    // June, July and August; drafts wait an hour.
    expect(await invoicesOf(stripe, customer)).toHaveLength(3)
    expect(overdue).toMatchObject({ data: { object: { due_date: JUNE + 61 * DAY + 3600 } } })
    expect(await stripe.customers.retrieve(customer)).toMatchObject({ delinquent: true })
  })
})
