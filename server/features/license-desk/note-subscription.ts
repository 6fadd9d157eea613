import type { BillingFacts } from '@countersign/shared/features/license-facts'
import { systemActor } from '../../kernel/actor.ts'
import type { Transaction } from '../../ports/database.ts'
import type { PlanItem, PlanSubscription } from '../../ports/plan-facts.ts'
import {
  confirmFacts,
  listKnownItems,
  listLicensesOfSubscription,
  lockLicenses,
  readLicensePlan,
  updateLicense,
} from '../licenses/index.ts'
import { createLicense } from './create-license.ts'
import { factsOfSubscription } from './facts-rules.ts'
import { followItem, type ItemWord, type Reading, sayMoved } from './follow-item-rules.ts'
import type { Heard } from './read-heard.ts'
import { seatsOf } from './sale-rules.ts'
import type { LicenseRow } from './store.ts'
import { tellLicense } from './tell-license.ts'

type HeardSubscription = Extract<Heard, { of: 'subscription' }>

const STRIPE = { actor: systemActor('licenses'), requestId: null }

/** Gone at Stripe altogether: it is as if it had ended. */
const GONE = { status: 'canceled', awaitsFirstPayment: false, unpaidSince: null, cancelAt: null, endedAt: null }

const readingOf = ({ productName, productMetadata, priceMetadata }: PlanItem): Reading =>
  readLicensePlan({ productName, productMetadata, priceMetadata })

interface Word {
  readonly plan: PlanSubscription | null
  readonly teamId: string | null
  readonly at: number
}

/** What the word says of the license's own item. */
const itemWord = (row: LicenseRow, { plan, teamId }: Word): ItemWord => {
  const item = plan?.items.find(({ itemStripeId }) => itemStripeId === row.itemStripeId)
  const reading = item ? readingOf(item) : null
  const isItemGone = plan !== null && (reading === null || reading.is === 'none')
  return { teamId, quantity: item?.quantity ?? null, reading, facts: factsOfSubscription(plan ?? GONE, isItemGone) }
}

const follow = async (tx: Transaction, row: LicenseRow, word: Word): Promise<void> => {
  const { at } = word
  // Something newer may have been heard already.
  if (row.factsAsOf !== null && row.factsAsOf > at) return
  const said = itemWord(row, word)
  const after = followItem(row, said)
  const moved = sayMoved(row, after)
  if (moved.length === 0) return confirmFacts(tx, row.id, at)
  await updateLicense(tx, row.id, { ...after, factsAsOf: at, changedAt: at })
  const { facts } = said
  await tellLicense(tx, row, { ...STRIPE, at }, { kind: 'followed', text: moved.join(' '), details: { facts } })
}

const RUNNING = new Set(['active', 'trialing', 'past_due', 'unpaid', 'paused', 'incomplete'])

const issueNew = async (tx: Transaction, plan: PlanSubscription, { teamId, at }: Word): Promise<void> => {
  if (!RUNNING.has(plan.status) || teamId === null) return
  const known = await listKnownItems(
    tx,
    plan.items.map(({ itemStripeId }) => itemStripeId),
  )
  for (const item of plan.items) {
    const reading = readingOf(item)
    if (known.has(item.itemStripeId) || reading.is !== 'plan') continue
    const facts: BillingFacts = factsOfSubscription(plan, false)
    await createLicense(
      tx,
      { ...STRIPE, at },
      {
        teamId,
        customerStripeId: plan.customerStripeId,
        product: reading.plan.product,
        kind: 'subscription',
        source: 'item',
        deliverOn: 'paid',
        subscriptionStripeId: plan.stripeId,
        itemStripeId: item.itemStripeId,
        plan: reading.plan.plan,
        ...seatsOf(reading.plan, item.quantity),
        terms: JSON.stringify(reading.plan.terms),
        facts: JSON.stringify(facts),
        text: `Issued from an item of subscription ${plan.stripeId}.`,
      },
    )
  }
}

/**
 * Takes what a subscription is now into its licenses: one for each item whose plan licenses something, with its seats, terms
 * and what it stands on. As often as anybody likes; the same word changes nothing.
 */
export const noteSubscription = async (
  tx: Transaction,
  { stripeId, plan, teamId, at }: HeardSubscription,
): Promise<void> => {
  const word = { plan, teamId, at }
  const kept = await listLicensesOfSubscription(tx, stripeId)
  const rows =
    kept.length === 0
      ? []
      : await lockLicenses(
          tx,
          kept.map(({ id }) => id),
        )
  for (const row of rows) await follow(tx, row, word)
  if (plan) await issueNew(tx, plan, word)
}
