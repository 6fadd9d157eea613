import { z } from 'zod'
import { moneySchema } from '../money.ts'

/** Live at Stripe: whose customer it is, and what it stands at. */
export const subjectFactsSchema = z.strictObject({
  /** `cus_…: id`, `sub_…: id` for every place that carries a team's id, sorted. */
  teamIds: z.array(z.string()),
  currency: z.string().nullable(),
  /** Negative = the customer has credit. */
  balance: moneySchema.nullable(),
})
export type SubjectFacts = z.infer<typeof subjectFactsSchema>
