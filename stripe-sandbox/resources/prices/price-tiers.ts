import type { Stripe } from 'stripe'
import type { PriceTier } from '../../billing/price-rules.ts'
import type { Price } from '../../store/kinds.ts'
import { invalidRequest, missingParam, notBuilt } from '../../wire/errors.ts'

type Params = Stripe.PriceCreateParams

const tierOf = (tier: Stripe.PriceCreateParams.Tier, at: number): PriceTier => {
  if (tier.unit_amount === undefined && tier.flat_amount === undefined) throw missingParam(`tiers[${at}][unit_amount]`)
  return {
    flat_amount: tier.flat_amount ?? null,
    unit_amount: tier.unit_amount ?? null,
    up_to: tier.up_to === 'inf' ? null : tier.up_to,
  }
}

/** Each tier ends after the one before; only the last has no end. */
const checkOrder = (tiers: readonly PriceTier[]): void => {
  tiers.forEach(({ up_to: end }, at) => {
    const isLast = at === tiers.length - 1
    const before = at === 0 ? 0 : (tiers[at - 1]?.up_to ?? 0)
    if (isLast ? end !== null : end === null || end <= before)
      throw invalidRequest('Tiers must rise, and the last one must have `up_to` set to `inf`.', {
        param: `tiers[${at}][up_to]`,
      })
  })
}

/** What a tiered price cannot have beside its tiers. */
const checkAlone = (params: Params): void => {
  if (params.unit_amount !== undefined || params.unit_amount_decimal !== undefined)
    throw invalidRequest('A tiered price has no `unit_amount`.', { param: 'unit_amount' })
  if (params.transform_quantity !== undefined)
    throw invalidRequest('`transform_quantity` cannot be combined with `tiers`.', { param: 'transform_quantity' })
}

const checkUntiered = (params: Params): void => {
  if (params.tiers !== undefined || params.tiers_mode !== undefined)
    throw invalidRequest('`tiers` and `tiers_mode` need `billing_scheme=tiered`.', { param: 'billing_scheme' })
}

/** The tiers of a tiered price; undefined for a price per unit. */
export const tiersOf = (params: Params): PriceTier[] | undefined => {
  if (params.billing_scheme !== 'tiered') {
    checkUntiered(params)
    return undefined
  }
  if (params.tiers_mode === undefined) throw missingParam('tiers_mode')
  if (params.tiers === undefined || params.tiers.length === 0) throw missingParam('tiers')
  checkAlone(params)
  const tiers = params.tiers.map(tierOf)
  checkOrder(tiers)
  if (params.recurring?.usage_type === 'metered' && tiers[0]?.flat_amount)
    throw notBuilt('a flat amount in the first tier of a metered price', 'tiers[0][flat_amount]')
  return tiers
}

export const packingOf = ({ transform_quantity: packing }: Params): Price['transform_quantity'] => {
  if (packing === undefined) return null
  if (packing.divide_by < 1)
    throw invalidRequest('Invalid positive integer', { param: 'transform_quantity[divide_by]' })
  return { divide_by: packing.divide_by, round: packing.round }
}
