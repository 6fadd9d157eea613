// Rule: a campaign can be asked for once everything that bounds it is there: what it takes off, for how long, products,
// redemptions, a last day, a budget, its codes.

import { type CampaignPayload, campaignPayloadSchema } from '@countersign/shared/features/coupons'
import { readAmount } from '../../lib/amount-text.ts'
import { campaigns as words } from '../../messages/coupons.ts'
import { MOST, readCount } from './draft-rules.ts'

export interface CampaignDraft {
  readonly name: string
  readonly partner: string
  readonly kind: 'percent' | 'amount'
  readonly off: string
  readonly currency: string
  readonly duration: CampaignPayload['duration']['kind']
  readonly months: string
  readonly productStripeIds: readonly string[]
  readonly redemptions: string
  /** `2027-03-31`; the day itself is included. */
  readonly endsOn: string
  readonly budget: string
  readonly codes: string
  readonly words: string
}

export const EMPTY_CAMPAIGN: CampaignDraft = {
  name: '',
  partner: '',
  kind: 'percent',
  off: '',
  currency: 'usd',
  duration: 'once',
  months: '3',
  productStripeIds: [],
  redemptions: '',
  endsOn: '',
  budget: '',
  codes: '',
  words: '',
}

const MOST_REDEMPTIONS = 100_000
const LEAST_WORDS = 3

const offOf = ({ kind, off, currency }: CampaignDraft): CampaignPayload['off'] | null => {
  if (kind === 'percent') {
    const percent = /^\d{1,3}(?:\.\d{1,2})?$/.test(off.trim()) ? Number(off) : 0
    return percent > 0 && percent <= 100 ? { kind, percent } : null
  }
  const amount = readAmount(off, currency)
  return amount.is === 'amount' && amount.money.amount > 0 ? { kind, amount: amount.money } : null
}

const durationOf = ({ duration, months }: CampaignDraft): CampaignPayload['duration'] | null => {
  if (duration !== 'repeating') return { kind: duration }
  const count = readCount(months, MOST.months)
  return count === null ? null : { kind: duration, months: count }
}

const endOf = ({ endsOn }: CampaignDraft, now: string): string | null => {
  const end = `${endsOn}T23:59:59.000Z`
  return /^\d{4}-\d{2}-\d{2}$/.test(endsOn) && end > now ? end : null
}

const codesOf = ({ codes }: CampaignDraft): string[] => codes.split(/[\s,;]+/).filter((code) => code !== '')

const isGood = <Name extends 'name' | 'codes'>(name: Name, value: unknown): boolean =>
  campaignPayloadSchema.shape[name].safeParse(value).success

export interface ReadCampaign {
  readonly payload: CampaignPayload | null
  /** Why it can't be asked for yet; undefined when it can. */
  readonly missing: string | undefined
}

interface Parts {
  readonly name: string
  readonly off: CampaignPayload['off'] | null
  readonly duration: CampaignPayload['duration'] | null
  readonly productStripeIds: string[]
  readonly maxRedemptions: number | null
  readonly endsAt: string | null
  readonly budget: CampaignPayload['budget'] | null
  readonly codes: string[]
}

const partsOf = (draft: CampaignDraft, now: string): Parts => {
  const budget = readAmount(draft.budget, draft.currency)
  return {
    name: draft.name.trim(),
    off: offOf(draft),
    duration: durationOf(draft),
    productStripeIds: [...draft.productStripeIds],
    maxRedemptions: readCount(draft.redemptions, MOST_REDEMPTIONS),
    endsAt: endOf(draft, now),
    budget: budget.is === 'amount' && budget.money.amount > 0 ? budget.money : null,
    codes: codesOf(draft),
  }
}

const missingOf = (parts: Parts): string | undefined => {
  const { missing } = words
  const checks: ReadonlyArray<readonly [boolean, string]> = [
    [isGood('name', parts.name), missing.name],
    [parts.off !== null, missing.off],
    [parts.duration !== null, missing.months],
    [parts.productStripeIds.length > 0, missing.products],
    [parts.maxRedemptions !== null, missing.redemptions],
    [parts.endsAt !== null, missing.ends],
    [parts.budget !== null, missing.budget],
    [isGood('codes', parts.codes), missing.codes],
  ]
  return checks.find(([isThere]) => !isThere)?.[1]
}

/** What the form says, as the companion takes it; or what is missing first. */
export const readCampaign = (draft: CampaignDraft, now: string): ReadCampaign => {
  const parts = partsOf(draft, now)
  const missing = missingOf(parts)
  if (missing !== undefined) return { payload: null, missing }
  const partner = draft.partner.trim()
  const read = campaignPayloadSchema.safeParse({ ...parts, partner: partner === '' ? null : partner })
  if (!read.success) return { payload: null, missing: words.missing.off }
  const isSaid = draft.words.trim().length >= LEAST_WORDS
  return { payload: read.data, missing: isSaid ? undefined : words.missing.words }
}
