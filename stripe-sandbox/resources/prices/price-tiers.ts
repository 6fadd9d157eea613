import type { Stripe } from 'stripe'
import { type PriceTier, unitOf } from '../../billing/price-rules.ts'
import type { Price } from '../../store/kinds.ts'
import { invalidRequest, missingParam, notBuilt } from '../../wire/errors.ts'

type Params = Stripe.PriceCreateParams

const WHOLE = /^\d+$/

type TierParam = Stripe.PriceCreateParams.Tier

/** An amount may be sent whole or as a decimal; never both, never negative. */
const decimalOf = (tier: TierParam, name: 'flat_amount' | 'unit_amount', at: number): string | null => {
  const { [name]: whole, [`${name}_decimal` as const]: decimal } = tier
  if (whole !== undefined && decimal !== undefined)
    throw invalidRequest(`You may only specify one of these parameters: ${name}, ${name}_decimal.`, {
      code: 'parameters_exclusive',
      param: `tiers[${at}][${name}]`,
    })
  const text = whole ?? decimal
  if (text === undefined) return null
  const amount = String(text).replace(/\.0*$/, '')
  if (amount.startsWith('-'))
    throw invalidRequest('Invalid non-negative integer', {
      code: 'parameter_invalid_integer',
      param: `tiers[${at}][${name}]`,
    })
  return amount
}

const tierOf = (tier: TierParam, at: number): PriceTier => {
  const unit = decimalOf(tier, 'unit_amount', at)
  const flat = decimalOf(tier, 'flat_amount', at)
  if (unit === null && flat === null) throw missingParam(`tiers[${at}][unit_amount]`)
  if (flat !== null && !WHOLE.test(flat))
    throw invalidRequest('`flat_amount_decimal` must be a whole number of minor units.', {
      param: `tiers[${at}][flat_amount_decimal]`,
    })
  return {
    flat_amount: flat === null ? null : Number(flat),
    unit_amount: unit !== null && WHOLE.test(unit) ? Number(unit) : null,
    unit_amount_decimal: unit,
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

/** What usage comes to is only known when it is billed, so what could not be billed then is refused at once. */
const checkMetered = (tiers: readonly PriceTier[], mode: Params['tiers_mode']): void => {
  if (tiers[0]?.flat_amount)
    throw notBuilt('a flat amount in the first tier of a metered price', 'tiers[0][flat_amount]')
  if (mode === 'graduated' && tiers.filter((tier) => !WHOLE.test(unitOf(tier))).length > 1)
    throw notBuilt('fractions in several graduated tiers of a metered price', 'tiers[0][unit_amount_decimal]')
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
  if (params.recurring?.usage_type === 'metered') checkMetered(tiers, params.tiers_mode)
  return tiers
}

export const packingOf = ({ transform_quantity: packing }: Params): Price['transform_quantity'] => {
  if (packing === undefined) return null
  if (packing.divide_by < 1)
    throw invalidRequest('Invalid positive integer', { param: 'transform_quantity[divide_by]' })
  return { divide_by: packing.divide_by, round: packing.round }
}
