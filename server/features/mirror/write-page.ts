import type { Transaction } from '../../ports/database.ts'
import type { MirrorResource, MirrorRow } from '../../ports/payment-gateway.ts'
import { foldOrNull } from '../search/index.ts'
import { storable, teamIdOf } from './mirror-rules.ts'
import {
  listKnownDocuments,
  markHeard,
  type Recalled,
  takeDocuments,
  writeCodes,
  writeCustomers,
  writeInvoices,
  writeSubscriptions,
} from './store.ts'

export interface PageFacts {
  readonly teamKeys: readonly string[]
  /** When Stripe was asked: what was read later wins. */
  readonly asOf: number
  /** Where each was asked for by itself, or told by an event, by its id. */
  readonly each?: ReadonlyMap<string, Recalled>
}

const ageOf = ({ stripeId }: MirrorRow, { asOf, each }: PageFacts): Recalled =>
  each?.get(stripeId) ?? { asOf, toldAt: null }

const customersOf = async (tx: Transaction, rows: readonly MirrorRow[], facts: PageFacts) => {
  const known = new Map(
    (
      await listKnownDocuments(
        tx,
        rows.map((row) => row.stripeId),
      )
    ).map((row) => [row.stripeId, row]),
  )
  const folded = rows.map((row) => {
    const nameFold = row.isDeleted ? null : foldOrNull(row.name)
    const emailFold = row.isDeleted ? null : foldOrNull(row.email)
    const before = known.get(row.stripeId)
    const isSame = before !== undefined && before.nameFold === nameFold && before.emailFold === emailFold
    return { row, nameFold, emailFold, document: isSame ? before.document : null }
  })
  const unnumbered = folded.filter(({ document }) => document === null).length
  let next = unnumbered > 0 ? await takeDocuments(tx, unnumbered) : 0
  return folded.map(({ row, nameFold, emailFold, document }) => ({
    stripeId: row.stripeId,
    teamId: teamIdOf(row.metadata, facts.teamKeys),
    name: storable(row.name),
    email: storable(row.email),
    currency: row.currency,
    balance: row.balance,
    createdAt: row.createdAt,
    isDeleted: row.isDeleted ? 1 : 0,
    ...ageOf(row, facts),
    nameFold,
    emailFold,
    document: document ?? next++,
  }))
}

/** An upsert refuses one key twice; a page that Stripe shifted while it was read may hold one twice. */
const lastOfEach = (rows: readonly MirrorRow[]): MirrorRow[] => [
  ...new Map(rows.map((row) => [row.stripeId, row])).values(),
]

const WRITERS: Record<
  MirrorResource,
  (tx: Transaction, rows: readonly MirrorRow[], facts: PageFacts) => Promise<void>
> = {
  customers: async (tx, rows, facts) => writeCustomers(tx, await customersOf(tx, rows, facts)),
  subscriptions: (tx, rows, facts) =>
    writeSubscriptions(
      tx,
      rows.map((row) => ({
        stripeId: row.stripeId,
        status: row.status,
        createdAt: row.createdAt,
        ...ageOf(row, facts),
        customerStripeId: row.customerStripeId ?? '',
        teamId: teamIdOf(row.metadata, facts.teamKeys),
      })),
    ),
  invoices: (tx, rows, facts) =>
    writeInvoices(
      tx,
      rows.map((row) => ({
        stripeId: row.stripeId,
        number: storable(row.number),
        status: row.status,
        total: row.total,
        createdAt: row.createdAt,
        ...ageOf(row, facts),
        customerStripeId: row.customerStripeId ?? '',
        currency: row.currency ?? '',
      })),
    ),
  codes: (tx, rows, facts) =>
    writeCodes(
      tx,
      rows.map((row) => ({
        stripeId: row.stripeId,
        customerStripeId: row.customerStripeId,
        createdAt: row.createdAt,
        ...ageOf(row, facts),
        code: storable(row.code) ?? '',
        couponStripeId: row.couponStripeId ?? '',
        isActive: row.status === 'active' ? 1 : 0,
      })),
    ),
}

/** Writes what Stripe listed, or told in an event, into the mirror. */
export const writePage = async (
  tx: Transaction,
  resource: MirrorResource,
  rows: readonly MirrorRow[],
  facts: PageFacts,
): Promise<void> => {
  // First, since it locks out whoever else writes here: fills and events take rows of each other's in other orders.
  await markHeard(tx, facts.asOf)
  if (rows.length > 0) await WRITERS[resource](tx, lastOfEach(rows), facts)
}
