/**
 * What a price makes of a quantity. Per unit: unit × quantity, rounded once; packages (`transform_quantity`) divide the
 * quantity first and round it up or down. Volume: the tier that the whole quantity falls into prices every unit.
 * Graduated: each tier prices the units inside it. A tier's flat amount is due once a unit falls into it.
 */
import { isWholeAmount, lineAmount } from './amount-rules.ts'

export interface PriceTier {
  readonly flat_amount: number | null
  /** Null beside a decimal with a fraction. */
  readonly unit_amount: number | null
  readonly unit_amount_decimal?: string | null
  /** The last unit of the tier; null for the tier without end. */
  readonly up_to: number | null
}

export interface Pricing {
  readonly unit_amount_decimal: string | null
  readonly tiers_mode: string | null
  readonly transform_quantity: { readonly divide_by: number; readonly round: string } | null
  readonly tiers?: readonly PriceTier[]
}

/** Units that one price is for. */
interface Part {
  readonly unit: string
  readonly quantity: number
  readonly flat: number
}

/** With its decimals; older tiers have whole amounts only. */
export const unitOf = (tier: PriceTier): string => tier.unit_amount_decimal ?? String(tier.unit_amount ?? 0)

const endOf = ({ up_to: end }: PriceTier): number => end ?? Number.POSITIVE_INFINITY

const partOf = (tier: PriceTier, quantity: number): Part => ({
  unit: unitOf(tier),
  quantity,
  flat: tier.flat_amount ?? 0,
})

const volume = (tiers: readonly PriceTier[], quantity: number): Part[] => {
  const tier = tiers.find((one) => quantity <= endOf(one))
  return tier === undefined ? [] : [partOf(tier, quantity)]
}

const graduated = (tiers: readonly PriceTier[], quantity: number): Part[] =>
  tiers.flatMap((tier, i) => {
    const before = tiers[i - 1]
    const inside = Math.min(quantity, endOf(tier)) - (before === undefined ? 0 : endOf(before))
    return inside > 0 ? [partOf(tier, inside)] : []
  })

/** The quantity that is charged for after packing. */
export const packedQuantity = ({ transform_quantity: packing }: Pricing, quantity: number): number => {
  if (packing === null) return quantity
  const packs = quantity / packing.divide_by
  return packing.round === 'up' ? Math.ceil(packs) : Math.floor(packs)
}

const partsOf = (pricing: Pricing, quantity: number): Part[] => {
  const { tiers, tiers_mode: mode } = pricing
  if (tiers === undefined)
    return [{ unit: pricing.unit_amount_decimal ?? '0', quantity: packedQuantity(pricing, quantity), flat: 0 }]
  if (quantity === 0) return []
  return mode === 'volume' ? volume(tiers, quantity) : graduated(tiers, quantity)
}

/** Minor units for a whole period. */
export const priceAmount = (pricing: Pricing, quantity: number): number =>
  partsOf(pricing, quantity).reduce((sum, { unit, quantity: units, flat }) => sum + flat + lineAmount(unit, units), 0)

/** Whether rounding tier by tier and rounding the sum must come to the same: at most one tier has a fraction. */
export const isRoundingClear = (pricing: Pricing, quantity: number): boolean =>
  partsOf(pricing, quantity).filter((part) => !isWholeAmount(part.unit, part.quantity)).length <= 1
