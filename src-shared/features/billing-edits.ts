import { z } from 'zod'
import { stripeIdSchema } from '../ids.ts'
import { subjectFactsSchema } from './cases.ts'

const line = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'no control characters and no half of a character')

/** The whole address: half of two addresses is nobody's. */
export const postalAddressSchema = z.strictObject({
  line1: line(200).nullable(),
  line2: line(200).nullable(),
  postalCode: line(40).nullable(),
  city: line(100).nullable(),
  state: line(100).nullable(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'two capital letters')
    .nullable(),
})
export type PostalAddress = z.infer<typeof postalAddressSchema>

const taxIdSchema = z.strictObject({
  type: z.string().regex(/^[a-z]{2}_[a-z0-9_]{1,30}$/, 'a kind of tax id, such as eu_vat'),
  value: line(100),
})

const metadataEditSchema = z.strictObject({
  /** null: of the customer. */
  subscriptionStripeId: z
    .string()
    .regex(/^sub_[A-Za-z0-9_]{1,250}$/)
    .nullable(),
  key: z.string().regex(/^[^\p{Cc}\p{Cs}[\]]{1,40}$/u, 'at most 40 characters, no brackets'),
  /** null removes it. */
  value: line(500).nullable(),
})

/** Who is billed, edited: only what is named changes. */
export const billingEditPayloadSchema = z.strictObject({
  name: line(256).nullable(),
  email: z.email().max(320).nullable(),
  address: postalAddressSchema.nullable(),
  addTaxIds: z.array(taxIdSchema).max(5),
  removeTaxIds: z.array(stripeIdSchema).max(5),
  metadata: z.array(metadataEditSchema).max(10),
})
export type BillingEditPayload = z.infer<typeof billingEditPayloadSchema>

/** As Stripe has it, whatever anybody wrote there. */
export const billingStandingSchema = z.strictObject({
  identity: z.strictObject({
    name: z.string().nullable(),
    email: z.string().nullable(),
    address: z
      .strictObject({
        line1: z.string().nullable(),
        line2: z.string().nullable(),
        postalCode: z.string().nullable(),
        city: z.string().nullable(),
        state: z.string().nullable(),
        country: z.string().nullable(),
      })
      .nullable(),
  }),
  taxIds: z.array(z.strictObject({ stripeId: z.string(), type: z.string(), value: z.string() })),
})
export type BillingStanding = z.infer<typeof billingStandingSchema>

export const billingFactsSchema = z.strictObject({
  subject: subjectFactsSchema,
  customerStripeId: z.string(),
  /** The metadata keys that say which team it is. */
  teamKeys: z.array(z.string()),
  ...billingStandingSchema.shape,
  /** Every object whose metadata is named, and what stands there now. */
  metadata: z.array(z.strictObject({ objectStripeId: z.string(), key: z.string(), value: z.string().nullable() })),
})
export type BillingFacts = z.infer<typeof billingFactsSchema>

/** What small help came to. `unknown`: nobody can tell; look again before clicking again. */
export const helpResultSchema = z.object({
  outcome: z.enum(['sent', 'paid', 'not-paid', 'refused', 'unknown']),
  text: z.string(),
})
export type HelpResult = z.infer<typeof helpResultSchema>
