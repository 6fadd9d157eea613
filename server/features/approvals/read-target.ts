import { approversSchema } from '@countersign/shared/features/policy'
import { z } from 'zod'
import type { Target } from './resolution-rules.ts'

/** As the facts of a word carry it. */
export const targetSchema: z.ZodType<Target> = z.strictObject({
  approversNeeded: approversSchema,
  isDesktopOnly: z.boolean(),
  requesterId: z.string(),
  aboutStaffId: z.string().nullable(),
})

const keptSchema = z.looseObject({ target: targetSchema })

/** From the facts that are hashed and signed; null for whatever isn't a word on another request. */
export const readTarget = ({ kind, facts }: { readonly kind: string; readonly facts: string }): Target | null =>
  kind === 'execution.resolve' ? keptSchema.parse(JSON.parse(facts)).target : null
