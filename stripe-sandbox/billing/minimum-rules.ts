/**
 * A promotion code may ask for a minimum purchase. Which amount is compared with it is not documented: before the code or
 * after it, with exclusive tax or without. A purchase therefore meets the minimum when each of these amounts does, misses
 * it when none does, and is unclear in between.
 */
import { percentOf } from './amount-rules.ts'

export interface Purchase {
  /** Before discounts and exclusive tax. */
  readonly subtotal: number
  /** On the subtotal. */
  readonly exclusiveTax: number
  /** Whether no other discount acts. */
  readonly isUndiscounted: boolean
}

export interface CodeValue {
  readonly percent_off: number | null
  readonly amount_off: number | null
  /** Whether it acts on every product. */
  readonly isForAll: boolean
}

const least = ({ subtotal, isUndiscounted }: Purchase, code: CodeValue): number => {
  if (!isUndiscounted || !code.isForAll) return 0
  const off = code.percent_off === null ? (code.amount_off ?? 0) : percentOf(subtotal, code.percent_off)
  return Math.max(0, subtotal - off)
}

export const judgeMinimum = (minimum: number, purchase: Purchase, code: CodeValue): 'met' | 'missed' | 'unclear' => {
  if (least(purchase, code) >= minimum) return 'met'
  return purchase.subtotal + purchase.exclusiveTax < minimum ? 'missed' : 'unclear'
}
