import { Stripe } from 'stripe'
import { z } from 'zod'
import type { MirrorRow } from '../../ports/mirror-row.ts'
import { rowOfCode, rowOfCustomer, rowOfInvoice, rowOfSubscription } from './map-mirror.ts'

// Only what an ordinary event holds: ids unexpanded, members as today's API documents them. Anything else is no snapshot, and
// then Stripe is asked.

const id = z.string().min(1)
const textOrNull = z
  .string()
  .nullish()
  .transform((text) => text ?? null)
const metadata = z.record(z.string(), z.string())
const made = z.object({ id, created: z.int() })

const customer = made
  .extend({
    object: z.literal('customer'),
    name: textOrNull,
    email: textOrNull,
    currency: textOrNull,
    balance: z.int(),
    metadata,
  })
  .transform(rowOfCustomer)

const subscription = made
  .extend({
    object: z.literal('subscription'),
    customer: id,
    currency: z.string(),
    status: z.string(),
    metadata,
  })
  .transform(rowOfSubscription)

const invoice = made
  .extend({
    object: z.literal('invoice'),
    customer: textOrNull,
    currency: z.string(),
    status: textOrNull,
    number: textOrNull,
    total: z.int(),
    metadata: metadata.nullable(),
  })
  .transform(rowOfInvoice)

const code = made
  .extend({
    object: z.literal('promotion_code'),
    active: z.boolean(),
    code: z.string(),
    customer: textOrNull,
    promotion: z.object({ coupon: textOrNull }),
    metadata: metadata.nullable(),
  })
  .transform(rowOfCode)

const SNAPSHOTS = new Map<string, z.ZodType<MirrorRow>>([
  ['customer', customer],
  ['subscription', subscription],
  ['invoice', invoice],
  ['promotion_code', code],
])

const eventSchema = z.object({
  api_version: z.literal(Stripe.API_VERSION),
  type: z.string(),
  data: z.object({ object: z.looseObject({ object: z.string() }) }),
})

/**
 * What an event says of its object, as the mirror keeps it; null when it was written by another version of the API than ours,
 * or is about something that is gone or not mirrored. Throws nothing, whatever it is given.
 */
export const snapshotOf = (raw: unknown): MirrorRow | null => {
  const event = eventSchema.safeParse(raw)
  if (!event.success || event.data.type.endsWith('.deleted')) return null
  const { object } = event.data.data
  return SNAPSHOTS.get(object.object)?.safeParse(object).data ?? null
}
