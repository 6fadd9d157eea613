// Rule: who is billed changes only where it was named: name, e-mail, address as a whole, tax ids one by one, and metadata
// key by key. What stands there already is no change; a key that ties the customer to its team is said loudly.

import type { CardLine } from '@countersign/shared/features/approvals'
import type { BillingEditPayload, BillingFacts, PostalAddress } from '@countersign/shared/features/billing-edits'

const NONE = 'nothing'

export const addressWords = (address: PostalAddress | null): string => {
  if (address === null) return NONE
  const { line1, line2, postalCode, city, state, country } = address
  const place = [postalCode, city].filter(Boolean).join(' ')
  return [line1, line2, place, state, country].filter(Boolean).join(', ') || NONE
}

type Fields = 'name' | 'email' | 'address'

/** Only what is named and differs from what stands there. */
export const identityChange = (
  payload: Pick<BillingEditPayload, Fields>,
  identity: BillingFacts['identity'],
): Partial<Pick<BillingEditPayload, Fields>> => ({
  ...(payload.name === null || payload.name === identity.name ? {} : { name: payload.name }),
  ...(payload.email === null || payload.email === identity.email ? {} : { email: payload.email }),
  ...(payload.address === null || addressWords(payload.address) === addressWords(identity.address)
    ? {}
    : { address: payload.address }),
})

type TaxId = BillingEditPayload['addTaxIds'][number]

const hasTaxId = (have: ReadonlyArray<TaxId>, { type, value }: TaxId): boolean =>
  have.some((one) => one.type === type && one.value === value)

export const missingTaxIds = (payload: BillingEditPayload, have: ReadonlyArray<TaxId>): TaxId[] =>
  payload.addTaxIds.filter((one) => !hasTaxId(have, one))

export const presentTaxIds = (
  { removeTaxIds }: BillingEditPayload,
  have: BillingFacts['taxIds'],
): BillingFacts['taxIds'] => have.filter(({ stripeId }) => removeTaxIds.includes(stripeId))

export interface MetadataChange {
  readonly objectStripeId: string
  readonly key: string
  readonly before: string | null
  readonly after: string | null
}

/** What of the metadata changes, beside what stands there. */
export const metadataChanges = (
  payload: Pick<BillingEditPayload, 'metadata'>,
  facts: Pick<BillingFacts, 'metadata' | 'customerStripeId'>,
): MetadataChange[] =>
  payload.metadata.flatMap(({ subscriptionStripeId, key, value }) => {
    const objectStripeId = subscriptionStripeId ?? facts.customerStripeId
    const now = facts.metadata.find((one) => one.objectStripeId === objectStripeId && one.key === key)
    const before = now?.value ?? null
    return before === value ? [] : [{ objectStripeId, key, before, after: value }]
  })

export const changesNothing = (payload: BillingEditPayload, facts: BillingFacts): boolean =>
  Object.keys(identityChange(payload, facts.identity)).length === 0 &&
  missingTaxIds(payload, facts.taxIds).length === 0 &&
  presentTaxIds(payload, facts.taxIds).length === 0 &&
  metadataChanges(payload, facts).length === 0

const taxWords = ({ type, value }: TaxId): string => `${value} (${type})`

const fieldLines = (payload: BillingEditPayload, { identity }: BillingFacts): CardLine[] => {
  const { name, email, address } = identityChange(payload, identity)
  return [
    ...(!name ? [] : [{ label: 'Name', before: identity.name ?? NONE, after: name }]),
    ...(!email ? [] : [{ label: 'Billing e-mail', before: identity.email ?? NONE, after: email }]),
    ...(!address ? [] : [{ label: 'Address', before: addressWords(identity.address), after: addressWords(address) }]),
  ]
}

export const billingLines = (payload: BillingEditPayload, facts: BillingFacts): CardLine[] => [
  ...fieldLines(payload, facts),
  ...presentTaxIds(payload, facts.taxIds).map((one) => ({ label: 'Tax id', before: taxWords(one), after: 'removed' })),
  ...missingTaxIds(payload, facts.taxIds).map((one) => ({ label: 'Tax id', before: NONE, after: taxWords(one) })),
  ...metadataChanges(payload, facts).map(({ objectStripeId, key, before, after }) => ({
    label: `Metadata ${key} of ${objectStripeId}`,
    before: before ?? NONE,
    after: after ?? 'removed',
  })),
]

export const billingWarnings = (payload: BillingEditPayload, facts: BillingFacts): string[] => [
  ...metadataChanges(payload, facts)
    .filter(({ key }) => facts.teamKeys.includes(key))
    .map(({ key }) => `${key} says which team this is: afterwards the old id proves nothing any more.`),
  ...(identityChange(payload, facts.identity).email
    ? ['Invoices and reminders go to the new address from now on.']
    : []),
]
