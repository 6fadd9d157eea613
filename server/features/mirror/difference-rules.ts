// Rule: the mirror agrees with Stripe when every field that it holds of an object reads the same there. What Stripe has deleted
// and the mirror holds as deleted agrees too, and so does what neither has.

import { moneyText } from '@countersign/shared/money'
import { storable, teamIdOf } from './mirror-rules.ts'

type Text = string | null

/** What is mirrored of an object, by field, as it is read by people. */
export type MirroredFields = Readonly<Record<string, Text>>

/** null: there is no such object. */
export interface MirroredSide {
  readonly fields: MirroredFields
  readonly customerStripeId: Text
  readonly teamId: Text
}

export interface MirrorDifference {
  readonly kind: 'differs' | 'missing' | 'gone'
  readonly sides: ReadonlyArray<{ readonly field: string; readonly there: Text; readonly here: Text }>
}

interface ListedRow {
  readonly stripeId: string
  readonly customerStripeId: Text
  readonly name: Text
  readonly email: Text
  readonly currency: Text
  readonly balance: number
  readonly status: string
  readonly number: Text
  readonly total: number
  readonly code: Text
  readonly couponStripeId: Text
  readonly isDeleted: boolean
  readonly metadata: Readonly<Record<string, string>>
}

type Resource = 'customers' | 'subscriptions' | 'invoices' | 'codes'

const amountText = (amount: number, currency: Text): string =>
  currency === null || currency === '' ? String(amount) : moneyText({ amount, currency })

type Listed = ListedRow & { readonly teamId: Text }

const LISTED: Record<Resource, (row: Listed) => MirroredFields> = {
  customers: ({ teamId, name, email, currency, balance }) => ({
    team: teamId,
    name: storable(name),
    email: storable(email),
    currency,
    balance: amountText(balance, currency),
  }),
  subscriptions: ({ customerStripeId, teamId, status }) => ({ customer: customerStripeId, team: teamId, status }),
  invoices: ({ customerStripeId, number, status, total, currency }) => ({
    customer: customerStripeId,
    number: storable(number),
    status,
    total: amountText(total, currency),
  }),
  codes: ({ code, couponStripeId, customerStripeId, status }) => ({
    code: storable(code),
    coupon: couponStripeId,
    customer: customerStripeId,
    active: status === 'active' ? 'yes' : 'no',
  }),
}

/** An object as Stripe has it; null when it is gone. */
export const listedSide = (resource: Resource, row: ListedRow, teamKeys: readonly string[]): MirroredSide | null => {
  if (row.isDeleted) return null
  const teamId = teamIdOf(row.metadata, teamKeys)
  return { fields: LISTED[resource]({ ...row, teamId }), customerStripeId: row.customerStripeId, teamId }
}

const textOf = (value: unknown): Text => (typeof value === 'string' && value !== '' ? value : null)
const countOf = (value: unknown): number => (typeof value === 'number' ? value : 0)

type Held = Readonly<Record<string, unknown>>

const HELD: Record<Resource, (row: Held) => MirroredFields> = {
  customers: ({ teamId, name, email, currency, balance }) => ({
    team: textOf(teamId),
    name: textOf(name),
    email: textOf(email),
    currency: textOf(currency),
    balance: amountText(countOf(balance), textOf(currency)),
  }),
  subscriptions: ({ customerStripeId, teamId, status }) => ({
    customer: textOf(customerStripeId),
    team: textOf(teamId),
    status: textOf(status),
  }),
  invoices: ({ customerStripeId, number, status, total, currency }) => ({
    customer: textOf(customerStripeId),
    number: textOf(number),
    status: textOf(status),
    total: amountText(countOf(total), textOf(currency)),
  }),
  codes: ({ code, couponStripeId, customerStripeId, isActive }) => ({
    code: textOf(code),
    coupon: textOf(couponStripeId),
    customer: textOf(customerStripeId),
    active: isActive === 1 ? 'yes' : 'no',
  }),
}

/** Only customers have a mark of their own for what is gone. A code that Stripe no longer knows has lost its text. */
const isHeldAsGone = (resource: Resource, row: Held): boolean => {
  if (resource === 'customers') return row['isDeleted'] === 1
  return resource === 'codes' ? row['code'] === '' : row['status'] === 'deleted'
}

/** An object as the mirror holds it; null when it holds none, or holds it as gone. */
export const heldSide = (resource: Resource, row: Held | undefined): MirroredSide | null => {
  if (!row || isHeldAsGone(resource, row)) return null
  const fields = HELD[resource](row)
  const customer = resource === 'customers' ? textOf(row['stripeId']) : textOf(row['customerStripeId'])
  return { fields, customerStripeId: customer, teamId: textOf(row['teamId']) }
}

const blank = (text: Text | undefined): Text => (text === undefined || text === '' ? null : text)

/** null when both agree. */
export const compareSides = (there: MirroredSide | null, here: MirroredSide | null): MirrorDifference | null => {
  if (!there && !here) return null
  const keys = Object.keys((there ?? here)?.fields ?? {})
  const sides = keys
    .map((field) => ({ field, there: blank(there?.fields[field]), here: blank(here?.fields[field]) }))
    .filter((side) => side.there !== side.here)
  if (!there) return { kind: 'gone', sides }
  if (!here) return { kind: 'missing', sides }
  return sides.length === 0 ? null : { kind: 'differs', sides }
}
