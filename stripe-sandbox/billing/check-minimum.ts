import type { Account } from '../store/account.ts'
import type { PromotionCode } from '../store/kinds.ts'
import { invalidRequest, notBuilt } from '../wire/errors.ts'
import { judgeMinimum, type Purchase } from './minimum-rules.ts'

interface Redemption {
  readonly currency: string
  /** What is bought; unknown where a code is redeemed on something that is not a purchase of its own. */
  readonly purchase?: Purchase | undefined
}

/** Refuses a code whose minimum the purchase misses, and by name one of which that cannot be told. */
export const checkMinimum = (account: Account, code: PromotionCode, { currency, purchase }: Redemption): void => {
  const { minimum_amount: minimum, minimum_amount_currency: own } = code.restrictions
  if (minimum === null) return
  if (purchase === undefined)
    throw notBuilt('redeeming a code with a minimum amount on what is not a first purchase', 'discounts')
  if (own?.toLowerCase() !== currency)
    throw notBuilt('redeeming a code whose minimum amount is in another currency', 'discounts')
  const coupon = account.need('coupon', code.promotion.coupon ?? '')
  const isForAll = (coupon._applies_to?.products ?? []).length === 0
  const verdict = judgeMinimum(minimum, purchase, { ...coupon, isForAll })
  if (verdict === 'unclear')
    throw notBuilt('redeeming a code whose minimum lies between the amounts before and after it', 'discounts')
  if (verdict === 'missed')
    throw invalidRequest(`This promotion code needs a purchase of at least ${minimum} ${currency}.`, {
      param: 'discounts',
    })
}
