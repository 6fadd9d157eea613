import { z } from 'zod'
import { keyIdSchema } from './countersignature.ts'

const staffId = z.string().regex(/^stf_[0-9A-Z]{26}$/)

/** What an administrator can ask for about a person's power, and only another approver can grant. */
export const powerWishSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('staff.appoint-approver'), staffId }),
  z.strictObject({ kind: z.literal('staff.restore-approver'), staffId }),
  z.strictObject({ kind: z.literal('second-factor.reset'), staffId }),
  z.strictObject({ kind: z.literal('approver-key.reset'), keyId: keyIdSchema }),
])
export type PowerWish = z.infer<typeof powerWishSchema>
