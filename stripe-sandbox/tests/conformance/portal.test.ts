import type { Stripe } from 'stripe'
import { expect, it } from 'vitest'
import { CARD, post } from './hosted-support.ts'
import { rules } from './rules.ts'
import { DAY, firstItem, JUNE, openBench, openDay, refusalOf } from './support.ts'

/** The portal's page obeys its configuration, and flows lead through one thing (docs: "Deep links in the customer portal"). */
const bench = await openBench()

type Features = Stripe.BillingPortal.ConfigurationCreateParams.Features
type Session = Omit<Stripe.BillingPortal.SessionCreateParams, 'customer'>

/** A configuration needs a feature to be named; this one names it as off. */
const nothing = (): Features => ({ invoice_history: { enabled: false } })

const open = async (features: (day: Plan) => Features = nothing, session: (day: Plan) => Session = () => ({})) => {
  const day = await openDay(bench)
  const [basic, pro] = [await day.monthly(1000), await day.monthly(3000)]
  const subscription = await day.stripe.subscriptions.create({ customer: day.customer, items: [{ price: basic }] })
  const plan = { ...day, basic, pro, subscription }
  const made = await day.stripe.billingPortal.configurations.create({ features: features(plan) })
  const opened = day.stripe.billingPortal.sessions.create({
    customer: day.customer,
    configuration: made.id,
    return_url: 'https://shop.example/',
    ...session(plan),
  })
  const again = (): Promise<Stripe.Subscription> => day.stripe.subscriptions.retrieve(subscription.id)
  const text = async (url: string): Promise<string> => (await fetch(url)).text()
  return { ...plan, opened, again, text }
}

interface Plan {
  readonly product: string
  readonly basic: string
  readonly pro: string
  readonly subscription: Stripe.Subscription
  readonly stripe: Stripe
}

const canUpdate = ({ product, basic, pro }: Plan, more: object = {}): Features => ({
  subscription_update: {
    enabled: true,
    default_allowed_updates: ['price', 'quantity', 'promotion_code'],
    products: [{ product, prices: [basic, pro], adjustable_quantity: { enabled: true, minimum: 1, maximum: 10 } }],
    proration_behavior: 'always_invoice',
    ...more,
  },
})

rules('SDK, BillingPortal.Configuration.features', 'a feature that is off', () => {
  it('is neither shown nor done', async () => {
    const { opened, subscription, again, text, stripe, customer, pro } = await open()
    const { url } = await opened
    const page = await text(url)
    for (const word of ['Cancel', 'Change', 'Add a card', 'Invoices']) expect(page).not.toContain(word)
    const { id } = subscription
    for (const fields of [
      { action: 'cancel', subscription: id },
      { action: 'card', ...CARD, number: '5555555555554444' },
      { action: 'change', subscription: id, price: pro },
      { action: 'details', name: 'Other' },
    ])
      expect((await post(url, fields)).status, fields.action).toBe(400)
    expect(await again()).toMatchObject({ cancel_at: null, items: { data: [{ price: { unit_amount: 1000 } }] } })
    expect(await stripe.customers.retrieve(customer)).toMatchObject({ name: null })
  })
})

rules('SDK, BillingPortal.Configuration.features.subscription_cancel', 'canceling', () => {
  it('waits for the end of the period, keeps why, and can be taken back', async () => {
    const { opened, subscription, again, text } = await open(() => ({
      subscription_cancel: {
        enabled: true,
        cancellation_reason: { enabled: true, options: ['too_expensive', 'unused'] },
      },
    }))
    const { url } = await opened
    expect(await text(`${url}?step=cancel&subscription=${subscription.id}`)).toContain('too expensive')
    const fields = { action: 'cancel', subscription: subscription.id, feedback: 'too_expensive', comment: 'Sorry' }
    expect((await post(url, fields)).status).toBe(303)
    expect(await again()).toMatchObject({
      cancel_at: JUNE + 30 * DAY,
      cancellation_details: { feedback: 'too_expensive', comment: 'Sorry', reason: 'cancellation_requested' },
    })
    await post(url, { action: 'keep', subscription: subscription.id })
    expect((await again()).cancel_at).toBeNull()
  })

  it('happens at once where the configuration says so, with a credit where it prorates', async () => {
    const { opened, subscription, again, control, stripe, customer } = await open(() => ({
      subscription_cancel: { enabled: true, mode: 'immediately', proration_behavior: 'create_prorations' },
    }))
    const { url } = await opened
    control.advanceTo(JUNE + 15 * DAY)
    await post(url, { action: 'cancel', subscription: subscription.id })
    expect((await again()).status).toBe('canceled')
    // Half of June, 15 of 30 days of 10.00, waits as a credit of 5.00.
    const { data } = await stripe.invoiceItems.list({ customer })
    expect(data.map(({ amount }) => amount)).toEqual([-500])
  })
})

rules('SDK, BillingPortal.Configuration.features.subscription_update', 'changing a plan', () => {
  it('shows what it costs today and charges that', async () => {
    const { opened, subscription, again, control, stripe, customer, pro, text } = await open((plan) => canUpdate(plan))
    const { url } = await opened
    control.advanceTo(JUNE + 15 * DAY)
    expect(await text(`${url}?step=update&subscription=${subscription.id}`)).toContain('30.00')
    // Half of June: 5.00 back, 15.00 to pay: 10.00 today.
    const confirm = await text(`${url}?step=confirm&subscription=${subscription.id}&price=${pro}`)
    expect(confirm).toContain('Due today')
    expect(confirm).toContain('USD 10.00')
    expect((await post(url, { action: 'change', subscription: subscription.id, price: pro })).status).toBe(303)
    expect((await again()).items.data[0]?.price.id).toBe(pro)
    expect((await stripe.invoices.list({ customer })).data.map(({ total }) => total)).toEqual([1000, 1000])
  })

  it('takes quantities within the bounds of the product, and codes', async () => {
    const { opened, subscription, again, stripe, basic } = await open((plan) => canUpdate(plan))
    const { url } = await opened
    const change = (fields: Record<string, string>) =>
      post(url, { action: 'change', subscription: subscription.id, price: basic, ...fields })
    expect((await change({ quantity: '11' })).text).toContain('from 1 to 10')
    expect((await change({ quantity: '0' })).status).toBe(400)
    const { id: coupon } = await stripe.coupons.create({ percent_off: 50, duration: 'forever' })
    await stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon }, code: 'HALF' })
    expect((await change({ quantity: '4', code: 'nope' })).text).toContain('There is no promotion code nope.')
    expect((await change({ quantity: '4', code: 'half' })).status).toBe(303)
    const after = await again()
    expect(after.items.data[0]?.quantity).toBe(4)
    expect(after.discounts).toHaveLength(1)
  })

  it('is offered for the prices of the configuration only', async () => {
    const { opened, subscription, again, monthly } = await open((plan) => canUpdate(plan))
    const secret = await monthly(1)
    const refused = await post((await opened).url, { action: 'change', subscription: subscription.id, price: secret })
    expect(refused.text).toContain('not offered')
    expect((await again()).items.data[0]?.price.unit_amount).toBe(1000)
  })
})

rules('SDK, BillingPortal.Configuration.features.customer_update', 'changing details', () => {
  it('changes what is allowed and nothing else', async () => {
    const { opened, stripe, customer } = await open(() => ({
      customer_update: { enabled: true, allowed_updates: ['name', 'address'] },
    }))
    const { url } = await opened
    await post(url, {
      action: 'details',
      name: 'Ada',
      email: 'x@y.example',
      line1: 'Main 1',
      city: 'Ulm',
      country: 'DE',
    })
    expect(await stripe.customers.retrieve(customer)).toMatchObject({
      name: 'Ada',
      email: null,
      address: { line1: 'Main 1', city: 'Ulm', country: 'DE' },
    })
  })
})

rules('docs, "Deep links in the customer portal"; SDK, BillingPortal.Session.flow', 'a flow', () => {
  const canCancel = (): Features => ({ subscription_cancel: { enabled: true } })
  const cancelFlow =
    (after?: Stripe.BillingPortal.SessionCreateParams.FlowData.AfterCompletion) =>
    ({ subscription }: Plan): Session => ({
      flow_data: {
        type: 'subscription_cancel',
        subscription_cancel: { subscription: subscription.id },
        ...(after === undefined ? {} : { after_completion: after }),
      },
    })

  it('shows its step and no way elsewhere but back', async () => {
    const { opened, text } = await open(canCancel, cancelFlow())
    const session = await opened
    expect(session.flow).toMatchObject({ type: 'subscription_cancel', after_completion: { type: 'portal_homepage' } })
    const page = await text(session.url)
    expect(page).toContain('Cancel your subscription')
    expect(page).not.toContain('Back to billing')
    expect(page).toContain('https://shop.example/')
  })

  it.each([
    [{ type: 'redirect', redirect: { return_url: 'https://shop.example/bye' } }, 'https://shop.example/bye'],
    [{ type: 'portal_homepage' }, '?done=canceled'],
  ] as const)('goes on as after_completion says: %o', async (after, place) => {
    const { opened, subscription, again } = await open(canCancel, cancelFlow(after))
    const done = await post((await opened).url, { action: 'cancel', subscription: subscription.id })
    expect(done.location?.endsWith(place)).toBe(true)
    expect((await again()).cancel_at_period_end).toBe(true)
  })

  it('can end with words of the seller', async () => {
    const words = { type: 'hosted_confirmation', hosted_confirmation: { custom_message: 'Sad to see you go' } } as const
    const { opened, subscription } = await open(canCancel, cancelFlow(words))
    const done = await post((await opened).url, { action: 'cancel', subscription: subscription.id })
    expect(done).toMatchObject({ status: 200 })
    expect(done.text).toContain('Sad to see you go')
  })

  it('adds a card and makes it the default', async () => {
    const { opened, stripe, customer } = await open(
      () => ({ payment_method_update: { enabled: true } }),
      () => ({ flow_data: { type: 'payment_method_update' } }),
    )
    const { url } = await opened
    await post(url, { action: 'card', ...CARD, number: '5555555555554444' })
    const shown = await stripe.customers.retrieve(customer, { expand: ['invoice_settings.default_payment_method'] })
    expect(shown).toMatchObject({ invoice_settings: { default_payment_method: { card: { brand: 'mastercard' } } } })
  })

  it('confirms one prepared change', async () => {
    const { opened, subscription, again, text, pro } = await open(
      (plan) => canUpdate(plan),
      ({ subscription: { id, items }, pro: price }) => ({
        flow_data: {
          type: 'subscription_update_confirm',
          subscription_update_confirm: {
            subscription: id,
            items: [{ id: items.data[0]?.id ?? '', price, quantity: 2 }],
          },
        },
      }),
    )
    const { url } = await opened
    // 2 × 30.00 for all of June, less the 10.00 that were paid.
    expect(await text(url)).toContain('USD 50.00')
    await post(url, { action: 'change', subscription: subscription.id, price: pro, quantity: '2' })
    expect((await again()).items.data[0]).toMatchObject({ quantity: 2, price: { unit_amount: 3000 } })
  })

  it('needs its feature, its customer’s subscription and a price of the configuration', async () => {
    const off = await open(nothing, cancelFlow())
    expect(await refusalOf(off.opened)).toMatchObject({ statusCode: 400, param: 'flow_data[type]' })
    const other = await open()
    const foreign = await open(canCancel, () => cancelFlow()(other))
    expect(await refusalOf(foreign.opened)).toMatchObject({ code: 'resource_missing' })
    const confirm =
      (price: string) =>
      (plan: Plan): Session => ({
        flow_data: {
          type: 'subscription_update_confirm',
          subscription_update_confirm: {
            subscription: plan.subscription.id,
            items: [{ id: firstItem(plan.subscription), price }],
          },
        },
      })
    const strange = await open((plan) => canUpdate(plan), confirm('price_none'))
    expect(await refusalOf(strange.opened)).toMatchObject({ statusCode: 400 })
  })

  it.each(['customer_update', 'subscription_pause'])('of type %s is refused by name', async (type) => {
    const { opened } = await open(canCancel, () => ({ flow_data: { type } }))
    expect(await refusalOf(opened)).toMatchObject({ statusCode: 501, param: 'flow_data[type]' })
  })
})
