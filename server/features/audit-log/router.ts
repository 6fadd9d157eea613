import {
  auditCheckpointSchema,
  auditEntrySchema,
  auditPageInputSchema,
  auditPageSchema,
  chainReportSchema,
  recordedDecisionSchema,
} from '@countersign/shared/features/audit'
import { z } from 'zod'
import { askingOf, router, staffProcedure } from '../../kernel/procedures.ts'
import { checkChain } from './check-chain.ts'
import { listFacets } from './list-facets.ts'
import { openEntry } from './open-entry.ts'
import { readAudit } from './read-audit.ts'
import { readPublicKey } from './read-public-key.ts'

const entryInputSchema = z.object({ id: z.string().max(100) })

const openedEntrySchema = z.object({
  entry: auditEntrySchema,
  personal: z.record(z.string(), z.string()),
  coveredBy: auditCheckpointSchema.nullable(),
  decision: recordedDecisionSchema.nullable(),
})

const publicKeySchema = z.object({
  keyId: z.string(),
  pem: z.string(),
  jwk: z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string(), kid: z.string() }),
})

const facetsSchema = z.object({
  actions: z.array(z.string()),
  actors: z.array(z.object({ kind: z.enum(['staff', 'system']), id: z.string(), name: z.string() })),
})

export const auditRouter = router({
  page: staffProcedure('audit.read')
    .input(auditPageInputSchema)
    .output(auditPageSchema)
    .query(({ ctx, input }) => readAudit(ctx.kernel, askingOf(ctx), input)),
  entry: staffProcedure('audit.read')
    .input(entryInputSchema)
    .output(openedEntrySchema)
    .query(({ ctx, input }) => openEntry(ctx.kernel, askingOf(ctx), input.id)),
  check: staffProcedure('audit.read')
    .output(chainReportSchema)
    .query(({ ctx }) => checkChain(ctx.kernel)),
  publicKey: staffProcedure('audit.read')
    .output(publicKeySchema)
    .query(({ ctx }) => readPublicKey(ctx.kernel.keys)),
  facets: staffProcedure('audit.read')
    .output(facetsSchema)
    .query(({ ctx }) => listFacets(ctx.kernel)),
})
