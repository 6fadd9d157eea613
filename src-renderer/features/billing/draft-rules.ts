// Rule: an edit of who is billed sends only what was touched. A name and an e-mail can be changed, never emptied; an
// address is sent whole; a key of metadata without a value is removed.

import type { BillingEditPayload, BillingStanding } from '@countersign/shared/features/billing-edits'
import { billing as words } from '../../messages/billing.ts'

export interface AddressDraft {
  readonly line1: string
  readonly line2: string
  readonly postalCode: string
  readonly city: string
  readonly state: string
  readonly country: string
}

export interface BillingDraft extends AddressDraft {
  readonly name: string
  readonly email: string
  readonly removed: readonly string[]
  readonly taxType: string
  readonly taxValue: string
  /** null: the customer. */
  readonly metadataOn: string | null
  readonly metadataKey: string
  readonly metadataValue: string
  readonly words: string
}

const ADDRESS = ['line1', 'line2', 'postalCode', 'city', 'state', 'country'] as const

const addressOf = ({ identity: { address } }: BillingStanding): AddressDraft => {
  const part = (name: (typeof ADDRESS)[number]): string => address?.[name] ?? ''
  return {
    line1: part('line1'),
    line2: part('line2'),
    postalCode: part('postalCode'),
    city: part('city'),
    state: part('state'),
    country: part('country'),
  }
}

export const draftFor = (standing: BillingStanding): BillingDraft => ({
  ...addressOf(standing),
  name: standing.identity.name ?? '',
  email: standing.identity.email ?? '',
  removed: [],
  taxType: 'eu_vat',
  taxValue: '',
  metadataOn: null,
  metadataKey: '',
  metadataValue: '',
  words: '',
})

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim())

const addressEdit = (draft: BillingDraft, standing: BillingStanding): BillingEditPayload['address'] => {
  const now = addressOf(standing)
  if (ADDRESS.every((part) => draft[part].trim() === now[part].trim())) return null
  const { line1, line2, postalCode, city, state, country } = draft
  return {
    line1: orNull(line1),
    line2: orNull(line2),
    postalCode: orNull(postalCode),
    city: orNull(city),
    state: orNull(state),
    country: orNull(country),
  }
}

const textEdit = (draft: string, now: string | null): string | null =>
  draft.trim() === (now ?? '').trim() ? null : draft.trim()

export const isEmail = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(text.trim())
export const isCountry = (text: string): boolean => text.trim() === '' || /^[A-Z]{2}$/.test(text.trim())

const payloadOf = (draft: BillingDraft, standing: BillingStanding): BillingEditPayload => ({
  name: textEdit(draft.name, standing.identity.name),
  email: textEdit(draft.email, standing.identity.email),
  address: addressEdit(draft, standing),
  addTaxIds: draft.taxValue.trim() === '' ? [] : [{ type: draft.taxType, value: draft.taxValue.trim() }],
  removeTaxIds: [...draft.removed],
  metadata:
    draft.metadataKey.trim() === ''
      ? []
      : [
          {
            subscriptionStripeId: draft.metadataOn,
            key: draft.metadataKey.trim(),
            value: orNull(draft.metadataValue),
          },
        ],
})

const isUntouched = ({ name, email, address, ...lists }: BillingEditPayload): boolean =>
  name === null && email === null && address === null && Object.values(lists).every((list) => list.length === 0)

export type Edited =
  | { readonly is: 'edit'; readonly payload: BillingEditPayload }
  | { readonly is: 'missing'; readonly why: string }

/** What the form would send, or what is missing. */
export const editOf = (draft: BillingDraft, standing: BillingStanding): Edited => {
  const payload = payloadOf(draft, standing)
  if (payload.name === '' || payload.email === '') return { is: 'missing', why: words.cantClear }
  const isWrong = (payload.email !== null && !isEmail(payload.email)) || !isCountry(draft.country)
  if (isWrong) return { is: 'missing', why: words.wrongField }
  return isUntouched(payload) ? { is: 'missing', why: words.noChange } : { is: 'edit', payload }
}

export const hasWords = ({ words: text }: Pick<BillingDraft, 'words'>): boolean => text.trim().length >= 3
