// Guarantee: wherever the companion dies in the middle of a stack, the customer has the old coupons or the stack, never
// neither and never both; resumed, it ends as if nothing had happened, or says that it was overtaken and took nothing off.
import { startSandbox } from 'stripe-sandbox'
import { afterAll, describe, expect, test } from 'vitest'
import type { Kernel } from '../../server/kernel/context.ts'
import type { PaymentWrites } from '../../server/ports/payment-writes.ts'
import { drive } from '../support/approvals.ts'
import { DAY, JUNE } from '../support/payment-day.ts'
import { MID_JUNE, openStackDesk } from '../support/stack-desk.ts'

const sandbox = await startSandbox()
afterAll(() => sandbox.close())

type Write = keyof PaymentWrites
interface Death {
  readonly at: Write
  readonly when: 'before' | 'after'
}

const died = (): never => {
  throw new Error('the process died')
}

/** A process that ends before or after it has sent that; its database hears nothing of it any more. */
const mortal = (kernel: Kernel, { at, when }: Death): Kernel => {
  let isDead = false
  const die = () => {
    isDead = true
    return died()
  }
  const stripe = new Proxy(kernel.stripe, {
    get: (target, name) => {
      const call: unknown = Reflect.get(target, name)
      if (name !== at || typeof call !== 'function') return call
      return async (...given: unknown[]) => {
        if (when === 'after') await call.apply(target, given)
        die()
      }
    },
  })
  const db = new Proxy(kernel.db, {
    get: (target, name) => {
      if (isDead) died()
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  return { ...kernel, stripe, db }
}

const STEPS = [
  'createCoupon',
  'deactivatePromotionCode',
  'replaceDiscounts',
  'clearCustomerDiscount',
  'createBalanceCredit',
] as const satisfies readonly Write[]
const MINUTES = { hours: 0, resumed: 'two minutes later' } as const
const NEXT_DAY = { hours: 25, resumed: 'when Stripe has forgotten its keys' } as const

/** 30.00 × 2 on the item, with a code still open, and 10.00 × 2 on the customer. */
const openScene = async () => {
  const at = await openStackDesk(sandbox)
  const old = await at.coupon()
  const { id } = await at.subscribe(0, { items: [{ price: await at.price(9900), discounts: [{ coupon: old }] }] })
  at.control.discountCustomer(at.customer, await at.coupon({ amount_off: 1000, name: 'Loyalty' }))
  const promotion = { type: 'coupon', coupon: old } as const
  const code = await at.stripe.promotionCodes.create({ promotion, customer: at.customer })
  at.moveTo(MID_JUNE)
  return { ...at, subscription: id, code: code.id }
}
type Scene = Awaited<ReturnType<typeof openScene>>

const dieAt = async (scene: Scene, death: Death) => {
  // 60.00 + 20.00 left and 20.01 new are 100.01: 50.00 × 2, and 0.01 as credit.
  const id = await scene.ask(scene.subscription, 2001)
  await scene.approve(id)
  await expect(drive(mortal(scene.desk.kernel, death))).rejects.toThrow('the process died')
  return id
}

const cases = STEPS.flatMap((at) =>
  (['before', 'after'] as const).flatMap((when) => [MINUTES, NEXT_DAY].map((later) => ({ at, when, ...later }))),
)

describe('a stack whose companion dies', () => {
  test.each(cases)('$when $at, resumed $resumed', async ({ at, when, hours }) => {
    const scene = await openScene()
    const { subscription, stripe } = scene
    const id = await dieAt(scene, { at, when })
    // 99.00 − 30.00 − 10.00 with the old ones, 99.00 − 50.00 with the stack; without either it would be 99.00.
    const hasStack = (await scene.live(subscription)).length > 0
    expect(await scene.nextTotal(subscription)).toBe(hasStack ? 4900 : 5900)

    scene.moveTo(MID_JUNE + hours * 3600 + 120)
    await drive(scene.desk.kernel)
    expect(await scene.read(id)).toMatchObject({ state: 'done', outcome: { surprises: [] } })
    expect(await scene.live(subscription)).toEqual([`cs-${id}`])
    expect(await scene.balance()).toEqual([-1])
    expect((await stripe.coupons.list()).data.filter((one) => one.id.startsWith('cs-'))).toHaveLength(1)
    expect(await stripe.promotionCodes.retrieve(scene.code)).toMatchObject({ active: false })
    expect(await stripe.customers.retrieve(scene.customer)).toMatchObject({ discount: null })
  })

  test('and stays away over an invoice, before the old ones were replaced: overtaken, nothing is taken off', async () => {
    const scene = await openScene()
    const id = await dieAt(scene, { at: 'createCoupon', when: 'after' })
    scene.moveTo(JUNE + 31 * DAY)
    await drive(scene.desk.kernel)
    const request = await scene.read(id)
    expect(request).toMatchObject({
      state: 'failed',
      outcome: { kind: 'failed', step: 'replace', code: 'STACK_OVERTAKEN', hasMoneyMoved: false },
    })
    // The old ones took 40.00 off July and go on to August.
    expect(await scene.live(scene.subscription)).toEqual([])
    expect(await scene.nextTotal(scene.subscription)).toBe(5900)
    expect((await scene.issued(scene.subscription)).map(({ total }) => total)).toEqual([6900, 5900])
    expect(await scene.balance()).toEqual([])
  })

  test('and stays away until the stack is used up: it isn’t put there twice', async () => {
    const at = await openStackDesk(sandbox)
    const { id: subscription } = await at.subscribe(9900)
    at.moveTo(MID_JUNE)
    const scene = { ...at, subscription, code: '' }
    const id = await dieAt(scene, { at: 'replaceDiscounts', when: 'after' })
    at.moveTo(JUNE + 62 * DAY)
    await drive(at.desk.kernel)
    expect(await at.read(id)).toMatchObject({
      state: 'done',
      outcome: { surprises: [{ what: 'The coupon on the subscription', now: 'is used or gone' }] },
    })
    expect((await at.issued(subscription)).map(({ total }) => total)).toEqual([9900, 7899, 9900])
    expect(await at.nextTotal(subscription)).toBe(9900)
  })
})
