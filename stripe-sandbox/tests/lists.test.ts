import type { Stripe } from 'stripe'
import { describe, expect, it } from 'vitest'
import { DAY, freshAccount, JUNE, openBench, openShop, payingCustomer, refusalOf } from './support.ts'

const bench = await openBench()

const numbered = async (stripe: Stripe, count: number): Promise<string[]> => {
  const ids: string[] = []
  for (let i = 0; i < count; i += 1)
    ids.push((await stripe.customers.create({ name: `n${i}`, email: `n${i % 2}@x.example` })).id)
  return ids
}

describe('lists', () => {
  it('go from the newest to the oldest, ten at a time', async () => {
    const { stripe } = freshAccount(bench)
    const ids = await numbered(stripe, 12)
    const page = await stripe.customers.list()
    expect(page.data.map(({ id }) => id)).toEqual(ids.toReversed().slice(0, 10))
    expect(page).toMatchObject({ object: 'list', has_more: true, url: '/v1/customers' })
  })

  it('continue after and before a cursor', async () => {
    const { stripe } = freshAccount(bench)
    const [a, b, c, d] = await numbered(stripe, 4)
    const after = await stripe.customers.list({ starting_after: c!, limit: 1 })
    expect(after.data.map(({ id }) => id)).toEqual([b])
    expect(after.has_more).toBe(true)
    const before = await stripe.customers.list({ ending_before: a!, limit: 2 })
    expect(before.data.map(({ id }) => id)).toEqual([c, b])
    expect(before.has_more).toBe(true)
    expect((await stripe.customers.list({ ending_before: c! })).data.map(({ id }) => id)).toEqual([d])
    const all = await stripe.customers.list({ limit: 1 }).autoPagingToArray({ limit: 10 })
    expect(all.map(({ id }) => id)).toEqual([d, c, b, a])
  })

  it('refuse an unknown cursor and a limit beyond a hundred', async () => {
    const { stripe } = freshAccount(bench)
    expect(await refusalOf(stripe.customers.list({ starting_after: 'cus_none' }))).toMatchObject({
      code: 'resource_missing',
      param: 'starting_after',
    })
    expect((await refusalOf(stripe.customers.list({ limit: 101 }))).param).toBe('limit')
  })

  it('filter by e-mail and by time of creation', async () => {
    const { stripe, control } = freshAccount(bench)
    const [early] = await numbered(stripe, 3)
    control.advanceTo(JUNE + DAY)
    const [late] = await numbered(stripe, 1)
    expect((await stripe.customers.list({ created: { gte: JUNE + DAY } })).data.map(({ id }) => id)).toEqual([late])
    expect((await stripe.customers.list({ created: { lt: JUNE + DAY } })).data).toHaveLength(3)
    expect((await stripe.customers.list({ created: JUNE })).data.at(-1)?.id).toBe(early)
    expect((await stripe.customers.list({ email: 'n1@x.example' })).data).toHaveLength(1)
  })

  it('leave out what was deleted, which can still be retrieved as deleted', async () => {
    const { stripe } = freshAccount(bench)
    const [gone, stays] = await numbered(stripe, 2)
    await stripe.customers.del(gone!)
    expect((await stripe.customers.list()).data.map(({ id }) => id)).toEqual([stays])
    expect(await stripe.customers.retrieve(gone!)).toMatchObject({ id: gone, deleted: true })
    expect((await refusalOf(stripe.customers.update(gone!, { name: 'x' }))).code).toBe('resource_missing')
  })

  it('show subscriptions that run unless asked for others', async () => {
    const { stripe } = freshAccount(bench)
    const { monthly } = await openShop(stripe)
    const price = await monthly(1000)
    const { id: customer } = await payingCustomer(stripe)
    const runs = await stripe.subscriptions.create({ customer, items: [{ price }] })
    const ended = await stripe.subscriptions.create({ customer, items: [{ price }] })
    await stripe.subscriptions.cancel(ended.id)
    const ids = async (status?: Stripe.SubscriptionListParams.Status) =>
      (await stripe.subscriptions.list({ customer, ...(status ? { status } : {}) })).data.map(({ id }) => id)
    expect(await ids()).toEqual([runs.id])
    expect(await ids('all')).toEqual([ended.id, runs.id])
    expect(await ids('canceled')).toEqual([ended.id])
  })
})

describe('expand', () => {
  it('replaces ids by objects, in lists and four levels deep', async () => {
    const { stripe } = freshAccount(bench)
    const { monthly, product } = await openShop(stripe)
    const { id: customer } = await payingCustomer(stripe, { name: 'Ada' })
    const { id } = await stripe.subscriptions.create({ customer, items: [{ price: await monthly(1000) }] })
    const one = await stripe.subscriptions.retrieve(id, {
      expand: ['customer', 'latest_invoice.customer', 'items.data.price.product'],
    })
    expect(one.customer).toMatchObject({ id: customer, name: 'Ada' })
    expect((one.latest_invoice as Stripe.Invoice).customer).toMatchObject({ name: 'Ada' })
    expect(one.items.data[0]!.price.product).toMatchObject({ id: product, name: 'Plan' })
    const many = await stripe.subscriptions.list({ expand: ['data.customer.invoice_settings.default_payment_method'] })
    const method = (many.data[0]!.customer as Stripe.Customer).invoice_settings
      .default_payment_method as Stripe.PaymentMethod
    expect(method.card).toMatchObject({ brand: 'visa', last4: '4242' })
  })

  it('refuses a fifth level and a property that is no object', async () => {
    const { stripe } = freshAccount(bench)
    const { id } = await stripe.customers.create({})
    expect((await refusalOf(stripe.customers.retrieve(id, { expand: ['a.b.c.d.e'] }))).message).toContain(
      'more than 4 levels',
    )
    expect((await refusalOf(stripe.customers.retrieve(id, { expand: ['email'] }))).message).toBe(
      'This property cannot be expanded (email).',
    )
    expect((await refusalOf(stripe.customers.retrieve(id, { expand: ['tax'] }))).statusCode).toBe(501)
  })

  it('adds what is left out by default', async () => {
    const { stripe } = freshAccount(bench)
    const { id } = await stripe.customers.create({ tax_id_data: [{ type: 'eu_vat', value: 'DE123456789' }] })
    expect(await stripe.customers.retrieve(id)).not.toHaveProperty('tax_ids')
    const { tax_ids: taxIds, subscriptions } = (await stripe.customers.retrieve(id, {
      expand: ['tax_ids', 'subscriptions'],
    })) as Stripe.Customer
    expect(taxIds?.data).toMatchObject([{ type: 'eu_vat', country: 'DE' }])
    expect(subscriptions?.data).toEqual([])
  })

  it('shows a deleted customer as deleted', async () => {
    const { stripe } = freshAccount(bench)
    const { monthly } = await openShop(stripe)
    const { id: customer } = await payingCustomer(stripe)
    const { id } = await stripe.subscriptions.create({ customer, items: [{ price: await monthly(1000) }] })
    await stripe.customers.del(customer)
    const { customer: shown, status } = await stripe.subscriptions.retrieve(id, { expand: ['customer'] })
    expect(shown).toEqual({ id: customer, object: 'customer', deleted: true })
    expect(status).toBe('canceled')
  })
})
