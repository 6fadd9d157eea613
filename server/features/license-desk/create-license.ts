import { newId } from '../../kernel/ids.ts'
import type { Transaction } from '../../ports/database.ts'
import { insertLicense } from '../licenses/index.ts'
import type { LicenseRow } from './store.ts'
import { tellLicense, type Telling } from './tell-license.ts'

type Given =
  | 'teamId'
  | 'customerStripeId'
  | 'product'
  | 'kind'
  | 'source'
  | 'deliverOn'
  | 'plan'
  | 'seats'
  | 'developmentSeats'
  | 'terms'
  | 'facts'
type Spared = 'id' | 'createdAt' | 'changedAt' | 'version' | 'factsAsOf'
export type NewLicense = Pick<LicenseRow, Given> & Partial<Omit<LicenseRow, Given | Spared>>

const ABSENT = {
  subscriptionStripeId: null,
  itemStripeId: null,
  invoiceStripeId: null,
  updatesUntil: null,
  problem: null,
  endsAt: null,
  extendedUntil: null,
  suspendedAt: null,
  suspendedFor: null,
  revokedAt: null,
  revokedFor: null,
}

/** A license that didn't exist, with the first entry of its history. It has no key yet. */
export const createLicense = async (
  tx: Transaction,
  telling: Telling,
  { text, reason, ...wanted }: NewLicense & { readonly text: string; readonly reason?: string | null },
): Promise<LicenseRow> => {
  const { at } = telling
  const factsAsOf = wanted.facts === null ? null : at
  const row = { ...ABSENT, ...wanted, id: newId('lic', at), factsAsOf, createdAt: at, changedAt: at, version: 1 }
  await insertLicense(tx, row)
  const { source, plan, seats, developmentSeats, subscriptionStripeId, itemStripeId, invoiceStripeId } = row
  const details = { source, plan, seats, developmentSeats, subscriptionStripeId, itemStripeId, invoiceStripeId }
  await tellLicense(tx, row, telling, { kind: 'issued', text, reason: reason ?? null, details })
  return row
}
