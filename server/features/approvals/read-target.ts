import { type Target, targetSchema } from '@countersign/shared/features/approvals'
import { z } from 'zod'

const keptSchema = z.looseObject({ target: targetSchema })

/** From the facts that are hashed and signed; null for whatever isn't a word on another request. */
export const readTarget = ({ kind, facts }: { readonly kind: string; readonly facts: string }): Target | null =>
  kind === 'execution.resolve' ? keptSchema.parse(JSON.parse(facts)).target : null
