import type { Stripe } from 'stripe'
import { expect, it } from 'vitest'
import { rules } from './rules.ts'
import { DAY, JUNE, openBench, openDay, refusalOf } from './support.ts'

/** What a portal lets customers do (docs: "Configure the customer portal"; SDK, BillingPortal.Configuration). */
const bench = await openBench()

type Features = Stripe.BillingPortal.ConfigurationCreateParams.Features

const make = async (features: Features = { invoice_history: { enabled: true } }) => {
  const day = await openDay(bench)
  return { ...day, made: await day.stripe.billingPortal.configurations.create({ features }) }
}

rules('SDK, BillingPortal.Configuration; API reference, "Create a portal configuration"', 'a configuration', () => {
  it('has the features that were named and no others', async () => {
    const { made } = await make()
    expect(made).toMatchObject({ object: 'billing_portal.configuration', active: true, is_default: false })
    expect(made.features).toMatchObject({
      invoice_history: { enabled: true },
      customer_update: { enabled: false, allowed_updates: [] },
      payment_method_update: { enabled: false },
      subscription_cancel: { enabled: false, mode: 'at_period_end', proration_behavior: 'none' },
      subscription_update: {
        enabled: false,
        billing_cycle_anchor: 'unchanged',
        default_allowed_updates: [],
        proration_behavior: 'none',
        trial_update_behavior: 'end_trial',
      },
    })
  })

  it('needs features, and changes only what is sent', async () => {
    const { stripe, made, control } = await make({ customer_update: { enabled: true, allowed_updates: ['email'] } })
    const nothing = stripe.billingPortal.configurations.create({} as Stripe.BillingPortal.ConfigurationCreateParams)
    expect(await refusalOf(nothing)).toMatchObject({ code: 'parameter_missing', param: 'features' })
    control.advanceTo(JUNE + DAY)
    const changed = await stripe.billingPortal.configurations.update(made.id, {
      business_profile: { headline: 'Acme' },
      features: { customer_update: { allowed_updates: '' } },
    })
    expect(changed).toMatchObject({
      business_profile: { headline: 'Acme', privacy_policy_url: null },
      features: { customer_update: { enabled: true, allowed_updates: [] } },
      created: JUNE,
      updated: JUNE + DAY,
    })
  })

  it('tells of itself by events with what changed', async () => {
    const { stripe, made } = await make()
    await stripe.billingPortal.configurations.update(made.id, { name: 'Support' })
    const [updated, created] = (await stripe.events.list({ type: 'billing_portal.configuration.*' })).data
    expect(created?.type).toBe('billing_portal.configuration.created')
    expect(updated).toMatchObject({
      type: 'billing_portal.configuration.updated',
      data: { previous_attributes: { name: null } },
    })
  })

  it('is listed by whether it is active and the default', async () => {
    const { stripe, made, customer } = await make()
    await stripe.billingPortal.configurations.update(made.id, { active: false })
    await stripe.billingPortal.sessions.create({ customer })
    const ids = async (params: Stripe.BillingPortal.ConfigurationListParams) =>
      (await stripe.billingPortal.configurations.list(params)).data.map(({ id }) => id)
    expect(await ids({ active: false })).toEqual([made.id])
    const [usual] = await ids({ is_default: true })
    expect(await ids({})).toEqual([usual, made.id])
  })

  it('prorates a cancellation only when it is immediate, and never invoices it', async () => {
    const cancel = (more: object) => make({ subscription_cancel: { enabled: true, ...more } })
    const { made } = await cancel({ mode: 'immediately', proration_behavior: 'create_prorations' })
    expect(made.features.subscription_cancel.proration_behavior).toBe('create_prorations')
    for (const more of [
      { proration_behavior: 'create_prorations' },
      { mode: 'immediately', proration_behavior: 'always_invoice' },
    ])
      expect((await refusalOf(cancel(more))).statusCode).toBe(400)
  })

  it('names the prices of up to ten products, and shows them when asked to', async () => {
    const day = await openDay(bench)
    const price = await day.monthly(900)
    const update = (products: { product: string; prices: string[] }[]) =>
      day.stripe.billingPortal.configurations.create({
        features: { subscription_update: { enabled: true, default_allowed_updates: ['price'], products } },
      })
    const made = await update([{ product: day.product, prices: [price] }])
    expect(made.features.subscription_update).not.toHaveProperty('products')
    const shown = await day.stripe.billingPortal.configurations.retrieve(made.id, {
      expand: ['features.subscription_update.products'],
    })
    expect(shown.features.subscription_update.products).toEqual([
      { adjustable_quantity: { enabled: false, maximum: null, minimum: 1 }, prices: [price], product: day.product },
    ])
    const other = await day.stripe.products.create({ name: 'Other' })
    expect((await refusalOf(update([{ product: other.id, prices: [price] }]))).statusCode).toBe(400)
    const many = Array.from({ length: 11 }, () => ({ product: day.product, prices: [price] }))
    expect((await refusalOf(update(many))).statusCode).toBe(400)
  })
})

rules('docs/fidelity.md: what the portal refuses by name', 'what is not built', () => {
  it.each([
    ['login page', { login_page: { enabled: true } }, 'login_page'],
    ['pausing', { features: { subscription_pause: { enabled: true } } }, 'features[subscription_pause]'],
    [
      'scheduling',
      {
        features: {
          subscription_update: {
            enabled: true,
            schedule_at_period_end: { conditions: [{ type: 'shortening_interval' }] },
          },
        },
      },
      'features[subscription_update][schedule_at_period_end]',
    ],
    [
      'tax ids',
      { features: { customer_update: { enabled: true, allowed_updates: ['tax_id'] } } },
      'features[customer_update][allowed_updates]',
    ],
  ])('%s is refused', async (_name, params, param) => {
    const { stripe } = await openDay(bench)
    const asked = { features: {}, ...params } as Stripe.BillingPortal.ConfigurationCreateParams
    expect(await refusalOf(stripe.billingPortal.configurations.create(asked))).toMatchObject({ statusCode: 501, param })
  })
})

rules('SDK, BillingPortal.SessionCreateParams.configuration, return_url', 'a session', () => {
  it('uses the default configuration unless it names an active one', async () => {
    const { stripe, made, customer } = await make()
    const usual = await stripe.billingPortal.sessions.create({ customer, expand: ['configuration'] })
    expect(usual.configuration).toMatchObject({ is_default: true, active: true })
    expect((await stripe.billingPortal.sessions.create({ customer })).configuration).toBe(
      (usual.configuration as Stripe.BillingPortal.Configuration).id,
    )
    const named = await stripe.billingPortal.sessions.create({ customer, configuration: made.id })
    expect(named.configuration).toBe(made.id)
    await stripe.billingPortal.configurations.update(made.id, { active: false })
    const refusal = refusalOf(stripe.billingPortal.sessions.create({ customer, configuration: made.id }))
    expect(await refusal).toMatchObject({ statusCode: 400, param: 'configuration' })
  })

  it('returns where its configuration says unless it says so itself', async () => {
    const { stripe, made, customer } = await make()
    await stripe.billingPortal.configurations.update(made.id, { default_return_url: 'https://shop.example/account' })
    const open = (params: object) =>
      stripe.billingPortal.sessions.create({ customer, configuration: made.id, ...params })
    expect((await open({})).return_url).toBe('https://shop.example/account')
    expect((await open({ return_url: 'https://shop.example/' })).return_url).toBe('https://shop.example/')
  })
})
