import {
  type CampaignFacts,
  campaignFactsSchema,
  type CampaignPayload,
  campaignPayloadSchema,
  MOST_CAMPAIGN_CODES,
} from '@countersign/shared/features/coupons'
import { moneyText } from '@countersign/shared/money'
import { dayOf } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { defineAction } from '../approvals/index.ts'
import { soldElsewhereOf, soldWords, unreckonedOf } from './campaign-currency-rules.ts'
import { campaignBinding, durationWords, offWords, reckonCampaign } from './campaign-rules.ts'
import { createCampaignCode } from './create-campaign-code.ts'
import { createCampaignCoupon } from './create-campaign-coupon.ts'
import { listPlans } from './list-plans.ts'
import { recordCampaign } from './record-campaign.ts'

const readFacts = async (
  kernel: Kernel,
  { payload }: { readonly payload: CampaignPayload },
): Promise<CampaignFacts> => {
  const { off, budget, endsAt, productStripeIds } = payload
  if (off.kind === 'amount' && off.amount.currency !== budget.currency)
    throw new AppError('CURRENCY_DIFFERS', { data: { currency: budget.currency } })
  if (Date.parse(endsAt) <= kernel.clock.now()) throw new AppError('CAMPAIGN_OVER')
  const prices = (await listPlans(kernel)).filter(({ productStripeId }) => productStripeIds.includes(productStripeId))
  const names = new Map(prices.map(({ productStripeId, productName }) => [productStripeId, productName]))
  if (productStripeIds.some((id) => !names.has(id))) throw new AppError('PRICE_NOT_LISTED')
  const unreckoned = unreckonedOf(payload, prices)
  if (unreckoned.length > 0) {
    const words = `${unreckoned.map(soldWords).join(', ')}, not in ${budget.currency.toUpperCase()}.`
    throw new AppError('CAMPAIGN_CURRENCY', { data: { products: unreckoned, words } })
  }
  const reckoned = reckonCampaign(payload, prices)
  if (!reckoned) throw new AppError('COUPON_WITHOUT_VALUE', { data: { currency: budget.currency } })
  if (reckoned.most.amount > budget.amount)
    throw new AppError('CAMPAIGN_OVER_BUDGET', { data: { most: reckoned.most, each: reckoned.each } })
  const products = [...names].map(([stripeId, name]) => ({ stripeId, name }))
  return { products, ...reckoned, soldElsewhere: soldElsewhereOf(payload, prices) }
}

/** A coupon for partners and marketing, with a code per partner or channel. */
export const createCampaign = defineAction<CampaignPayload, CampaignFacts>({
  kind: 'campaign.create',
  payload: campaignPayloadSchema,
  facts: campaignFactsSchema,
  readFacts,
  binding: campaignBinding,
  // Not goodwill to a team, so no goodwill budget: the bands go by what the campaign may cost.
  measure: ({ duration, budget }) => ({
    given: null,
    billed: budget,
    flags: duration.kind === 'forever' ? ['forever'] : [],
  }),
  card: (
    { name, partner, off, duration, maxRedemptions, endsAt, budget, codes },
    { products, most, arithmetic, soldElsewhere },
  ) => ({
    title: `Campaign “${name}”, ${offWords(off)} off`,
    lines: [
      { label: 'Partner', before: null, after: partner ?? 'none' },
      { label: 'Products', before: null, after: products.map((product) => product.name).join(', ') },
      { label: 'Runs', before: null, after: durationWords(duration) },
      { label: 'Redemptions', before: null, after: `at most ${maxRedemptions}, until ${dayOf(endsAt)}` },
      { label: 'Reckoned', before: null, after: arithmetic },
      { label: 'Budget', before: null, after: `${moneyText(most)} of ${moneyText(budget)}` },
      { label: 'Codes', before: null, after: codes.join(', ') },
    ],
    history: [],
    warnings: [
      ...(off.kind === 'percent'
        ? ['Reckoned at the list price of one product, quantity one; a larger quantity or several products cost more.']
        : []),
      ...soldElsewhere.map((one) => `${soldWords(one)} too: what is redeemed there is outside the budget.`),
      ...(duration.kind === 'forever' ? ['It has no end: twelve months of it are reckoned.'] : []),
    ],
    customerReceives: `Whoever enters ${codes.join(' or ')} gets ${offWords(off)} off, ${durationWords(duration)}.`,
  }),
  steps: [
    createCampaignCoupon,
    ...Array.from({ length: MOST_CAMPAIGN_CODES }, (_nothing, place) => createCampaignCode(place)),
  ],
  settle: recordCampaign,
})
