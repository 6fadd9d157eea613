/**
 * Discounts on an invoice. Those of a single line come first, then those of the whole invoice; several act one after
 * the other, each on what the ones before have left. A fixed amount is spread over the lines it applies to in proportion
 * to what is left of them, and never exceeds that: the excess is lost.
 */
import { percentOf, splitByWeight } from './amount-rules.ts'

export interface ActiveDiscount {
  readonly id: string
  readonly percentOff: number | null
  readonly amountOff: number | null
  /** Empty: every product. */
  readonly products: readonly string[]
}

export interface DiscountableLine {
  readonly amount: number
  readonly isDiscountable: boolean
  readonly product: string | null
  readonly discounts: readonly ActiveDiscount[]
}

export interface DiscountAmount {
  readonly discount: string
  readonly amount: number
}

const appliesTo = (discount: ActiveDiscount, line: DiscountableLine): boolean =>
  line.isDiscountable &&
  line.amount > 0 &&
  (discount.products.length === 0 || discount.products.includes(line.product ?? ''))

/** What one discount takes from each line. */
const takenBy = (discount: ActiveDiscount, lines: readonly DiscountableLine[], left: readonly number[]): number[] => {
  const open = lines.map((line, i) => (appliesTo(discount, line) ? (left[i] ?? 0) : 0))
  if (discount.percentOff !== null) return open.map((amount) => percentOf(amount, discount.percentOff ?? 0))
  const total = open.reduce((sum, amount) => sum + amount, 0)
  return splitByWeight(Math.min(discount.amountOff ?? 0, total), open)
}

/** For each line, what each discount takes from it. */
export const discountLines = (
  lines: readonly DiscountableLine[],
  discounts: readonly ActiveDiscount[],
): DiscountAmount[][] => {
  const left = lines.map(({ amount }) => amount)
  const taken: DiscountAmount[][] = lines.map(() => [])
  const apply = (discount: ActiveDiscount, only: (i: number) => boolean): void => {
    const among = lines.map((line, i) => (only(i) ? line : { ...line, isDiscountable: false }))
    takenBy(discount, among, left).forEach((amount, i) => {
      if (amount === 0 && !appliesTo(discount, among[i] ?? NO_LINE)) return
      left[i] = (left[i] ?? 0) - amount
      taken[i]?.push({ discount: discount.id, amount })
    })
  }
  lines.forEach((line, i) => {
    for (const discount of line.discounts) apply(discount, (at) => at === i)
  })
  for (const discount of discounts) apply(discount, () => true)
  return taken
}

const NO_LINE: DiscountableLine = { amount: 0, isDiscountable: false, product: null, discounts: [] }

/** Sums per discount, in the order in which they acted. */
export const totalByDiscount = (taken: readonly (readonly DiscountAmount[])[]): DiscountAmount[] => {
  const totals = new Map<string, number>()
  for (const { discount, amount } of taken.flat()) totals.set(discount, (totals.get(discount) ?? 0) + amount)
  return [...totals].map(([discount, amount]) => ({ discount, amount }))
}
