import type { Stripe } from 'stripe'
import type { MirrorResource, MirrorRow } from '../../ports/payment-gateway.ts'
import { rowOfCode, rowOfCustomer, rowOfDeleted, rowOfInvoice, rowOfSubscription } from './map-mirror.ts'
import { askForOne, expectObject } from './stripe-call.ts'

type Read = (client: Stripe, id: string) => Promise<MirrorRow | null>

const readCustomer: Read = async (client, id) => {
  const customer = await askForOne(() => client.customers.retrieve(id))
  if (!customer || customer.deleted) return null
  return rowOfCustomer(expectObject(customer, 'customer'))
}

const readSubscription: Read = async (client, id) => {
  const subscription = await askForOne(() => client.subscriptions.retrieve(id))
  return subscription && rowOfSubscription(expectObject(subscription, 'subscription'))
}

const readInvoice: Read = async (client, id) => {
  const invoice = await askForOne(() => client.invoices.retrieve(id))
  return invoice && rowOfInvoice(expectObject(invoice, 'invoice'))
}

const readCode: Read = async (client, id) => {
  const code = await askForOne(() => client.promotionCodes.retrieve(id))
  return code && rowOfCode(expectObject(code, 'promotion_code'))
}

const READS: Record<MirrorResource, Read> = {
  customers: readCustomer,
  subscriptions: readSubscription,
  invoices: readInvoice,
  codes: readCode,
}

/** One object as it is now; what Stripe doesn't know any more comes back as deleted. */
export const readForMirror = async (client: Stripe, resource: MirrorResource, id: string): Promise<MirrorRow> =>
  (await READS[resource](client, id)) ?? rowOfDeleted(id)
