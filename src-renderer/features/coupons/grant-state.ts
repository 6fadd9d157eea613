import type { Grant } from '@countersign/shared/features/coupons'
import type { Tone } from '../../components/tone.ts'
import { coupons as words } from '../../messages/coupons.ts'

export interface GrantState {
  readonly text: string
  readonly tone: Tone
}

/** Where a grant stands, in a word or two; misuse before everything else. */
export const grantState = (grant: Grant, now: string): GrantState => {
  const { marks, isRetired, redeemedAt, open, redeemBy } = grant
  const { states } = words
  if (marks.includes('redeemed-by-other')) return { text: words.marks['redeemed-by-other'], tone: 'danger' }
  if (isRetired) return { text: states.retired, tone: 'neutral' }
  if (redeemedAt !== null) return { text: open.amount === 0 ? states.used : states.redeemed, tone: 'proof' }
  if (redeemBy !== null && redeemBy <= now) return { text: states.expired, tone: 'neutral' }
  return marks.includes('expiring')
    ? { text: words.marks.expiring, tone: 'money' }
    : { text: states.waiting, tone: 'neutral' }
}
