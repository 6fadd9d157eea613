import { countSurprising, listRegister, type RegisteredCoupon } from '../coupons/index.ts'
import type { DriftKernel, Look, Step } from './commit-step.ts'
import { foundElsewhere, foundOnCode, foundOnCoupon } from './coupon-rules.ts'
import type { Found } from './finding-rules.ts'

const PAGE = 20

const lookAt = async ({ stripe, pace }: DriftKernel, own: RegisteredCoupon): Promise<Found[]> => {
  await pace()
  const found: Array<Found | null> = foundOnCoupon(own, await stripe.readCoupon(own.couponStripeId))
  for (const id of own.isOver ? own.promotionCodeStripeIds : []) {
    await pace()
    const code = await stripe.readPromotionCode(id)
    found.push(code && foundOnCode(own, code))
  }
  return found.filter((one) => one !== null)
}

const lookPart = async (kernel: DriftKernel, part: 'grants' | 'campaigns', after: string): Promise<Step> => {
  const own = await listRegister(kernel, part, { after, limit: PAGE })
  const found: Found[] = []
  for (const coupon of own) found.push(...(await lookAt(kernel, coupon)))
  const last = own.length < PAGE ? undefined : own.at(-1)?.id
  const done = part === 'grants' ? 'campaigns:' : 'elsewhere:'
  return { found, compared: { coupons: own.length }, next: last === undefined ? done : `${part}:${last}` }
}

/** Our register of coupons beside Stripe's. */
export const lookCoupons: Look = async (kernel, cursor) => {
  const [part = 'grants', after = ''] = (cursor ?? 'grants:').split(':')
  if (part === 'grants' || part === 'campaigns') return lookPart(kernel, part, after)
  const found = foundElsewhere(await countSurprising(kernel))
  return { found: found ? [found] : [], compared: {}, next: null }
}
