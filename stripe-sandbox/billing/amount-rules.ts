// Rule: amounts are computed as whole numbers of a common scale and rounded once, half away from zero, to the minor unit.

/** `12.345` × 1000 as whole numbers, so that money never meets binary fractions. */
const scaled = (decimal: string): { readonly units: bigint; readonly scale: bigint } => {
  const [whole = '0', fraction = ''] = decimal.split('.')
  return { units: BigInt(`${whole}${fraction}`), scale: 10n ** BigInt(fraction.length) }
}

const divideHalfUp = (value: bigint, by: bigint): bigint => {
  const isNegative = value < 0n
  const size = isNegative ? -value : value
  const rounded = (2n * size + by) / (2n * by)
  return isNegative ? -rounded : rounded
}

/** Unit price, perhaps with a fraction of a minor unit, times quantity. */
export const lineAmount = (unitAmountDecimal: string, quantity: number): number => {
  const { units, scale } = scaled(unitAmountDecimal)
  return Number(divideHalfUp(units * BigInt(quantity), scale))
}

/** Whether unit price times quantity needs no rounding. */
export const isWholeAmount = (unitAmountDecimal: string, quantity: number): boolean => {
  const { units, scale } = scaled(unitAmountDecimal)
  return (units * BigInt(quantity)) % scale === 0n
}

export const percentOf = (amount: number, percent: number): number => {
  const { units, scale } = scaled(String(percent))
  return Number(divideHalfUp(BigInt(amount) * units, 100n * scale))
}

/** The part of an amount that is this percentage of the rest: 20 % within 120 are 20. */
export const percentWithin = (amount: number, percent: number): number => {
  const { units, scale } = scaled(String(percent))
  return Number(divideHalfUp(BigInt(amount) * units, 100n * scale + units))
}

/** `amount` × `part` / `whole`, for shares of time. */
export const shareOf = (amount: number, part: number, whole: number): number =>
  whole === 0 ? 0 : Number(divideHalfUp(BigInt(amount) * BigInt(part), BigInt(whole)))

/** Splits an amount in proportion to weights; the parts add up to the amount exactly. */
export const splitByWeight = (amount: number, weights: readonly number[]): number[] => {
  let left = amount
  let weightLeft = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => {
    const part = shareOf(left, weight, weightLeft)
    left -= part
    weightLeft -= weight
    return part
  })
}
