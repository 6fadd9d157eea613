import type { Stripe } from 'stripe'

/** A new tax rate, exclusive unless said otherwise; its id. */
export const rateOf = async (
  stripe: Stripe,
  percentage: number,
  params: Partial<Stripe.TaxRateCreateParams> = {},
): Promise<string> =>
  (await stripe.taxRates.create({ display_name: 'VAT', inclusive: false, percentage, ...params })).id
