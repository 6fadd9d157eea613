/**
 * What a price makes of a quantity. Per unit: unit × quantity, rounded once; packages (`transform_quantity`) divide the
 * quantity first and round it up or down. Volume: the tier that the whole quantity falls into prices every unit.
 * Graduated: each tier prices the units inside it. A tier's flat amount is due once a unit falls into it.
 */
import { lineAmount } from './amount-rules.ts'

export interface PriceTier {
  readonly flat_amount: number | null
  readonly unit_amount: number | null
  /** The last unit of the tier; null for the tier without end. */
  readonly up_to: number | null
}

export interface Pricing {
  readonly unit_amount_decimal: string | null
  readonly tiers_mode: string | null
  readonly transform_quantity: { readonly divide_by: number; readonly round: string } | null
  readonly tiers?: readonly PriceTier[]
}

const endOf = ({ up_to: end }: PriceTier): number => end ?? Number.POSITIVE_INFINITY

const tierAmount = ({ flat_amount: flat, unit_amount: unit }: PriceTier, quantity: number): number =>
  (flat ?? 0) + (unit ?? 0) * quantity

const volume = (tiers: readonly PriceTier[], quantity: number): number => {
  const tier = tiers.find((one) => quantity <= endOf(one))
  return tier === undefined ? 0 : tierAmount(tier, quantity)
}

const graduated = (tiers: readonly PriceTier[], quantity: number): number => {
  let below = 0
  let sum = 0
  for (const tier of tiers) {
    const inside = Math.min(quantity, endOf(tier)) - below
    if (inside > 0) sum += tierAmount(tier, inside)
    below = endOf(tier)
  }
  return sum
}

/** The quantity that is charged for after packing. */
export const packedQuantity = ({ transform_quantity: packing }: Pricing, quantity: number): number => {
  if (packing === null) return quantity
  const packs = quantity / packing.divide_by
  return packing.round === 'up' ? Math.ceil(packs) : Math.floor(packs)
}

/** Minor units for a whole period. */
export const priceAmount = (pricing: Pricing, quantity: number): number => {
  const { tiers, tiers_mode: mode } = pricing
  if (tiers === undefined) return lineAmount(pricing.unit_amount_decimal ?? '0', packedQuantity(pricing, quantity))
  if (quantity === 0) return 0
  return mode === 'volume' ? volume(tiers, quantity) : graduated(tiers, quantity)
}
