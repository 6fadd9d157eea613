import type { Insertable } from 'kysely'
import type { Schema } from '../database.ts'

export type ColumnsOf<T extends keyof Schema> = Readonly<Record<keyof Insertable<Schema[T]>, 'text' | 'int8'>>

const CUSTOMER: ColumnsOf<'mirrorCustomer'> = {
  stripeId: 'text',
  teamId: 'text',
  name: 'text',
  email: 'text',
  currency: 'text',
  balance: 'int8',
  createdAt: 'int8',
  isDeleted: 'int8',
  asOf: 'int8',
  toldAt: 'int8',
  nameFold: 'text',
  emailFold: 'text',
  document: 'int8',
}

const SUBSCRIPTION: ColumnsOf<'mirrorSubscription'> = {
  stripeId: 'text',
  customerStripeId: 'text',
  teamId: 'text',
  status: 'text',
  createdAt: 'int8',
  asOf: 'int8',
  toldAt: 'int8',
}

const INVOICE: ColumnsOf<'mirrorInvoice'> = {
  stripeId: 'text',
  customerStripeId: 'text',
  number: 'text',
  status: 'text',
  total: 'int8',
  currency: 'text',
  createdAt: 'int8',
  asOf: 'int8',
  toldAt: 'int8',
}

const CODE: ColumnsOf<'mirrorCode'> = {
  stripeId: 'text',
  code: 'text',
  couponStripeId: 'text',
  customerStripeId: 'text',
  isActive: 'int8',
  createdAt: 'int8',
  asOf: 'int8',
  toldAt: 'int8',
}

/** Each column of the mirror's tables with its type, by which many rows are written in one statement. */
export const MIRROR_COLUMNS = {
  customers: CUSTOMER,
  subscriptions: SUBSCRIPTION,
  invoices: INVOICE,
  codes: CODE,
} as const
