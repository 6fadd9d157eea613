import { canonicalJson, type Json } from '@countersign/shared/canonical'
import { isoTimeSchema } from '@countersign/shared/times'
import { z } from 'zod'
import { EXPORT_FORMAT } from './chain-rules.ts'
import type { ChainItem } from './verification-rules.ts'

const sequence = z.number().int().min(1)
const hash = z.string().regex(/^[0-9a-f]{64}$/)

const headerSchema = z.strictObject({
  kind: z.literal('header'),
  format: z.literal(EXPORT_FORMAT),
  companion: z.string(),
  exportedAt: isoTimeSchema,
  from: sequence,
  to: sequence.nullable(),
  publicKeys: z.array(z.record(z.string(), z.string())),
})
export type ExportHeader = z.infer<typeof headerSchema>

const entrySchema = z.strictObject({
  kind: z.literal('entry'),
  sequence,
  previousHash: hash,
  hash,
  sealedAt: isoTimeSchema,
  id: z.string(),
  at: isoTimeSchema,
  actorKind: z.string(),
  actorId: z.string(),
  device: z.string().nullable(),
  action: z.string(),
  outcome: z.string(),
  subjectKind: z.string(),
  subjectId: z.string(),
  ticket: z.string().nullable(),
  reason: z.string().nullable(),
  requestId: z.string().nullable(),
  details: z.string(),
})

const checkpointFields = {
  companion: z.string(),
  sequence,
  hash,
  at: isoTimeSchema,
  keyId: z.string(),
  signature: z.string(),
}
const checkpointSchema = z.strictObject({ kind: z.literal('checkpoint'), ...checkpointFields })

const lineSchema = z.discriminatedUnion('kind', [headerSchema, entrySchema, checkpointSchema])

export type ExportLine = ChainItem | { readonly kind: 'header'; readonly header: ExportHeader }

const unreadable = (why: string): ExportLine => ({ kind: 'unreadable', why })

const parseJson = (text: string): Json | undefined => {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

const itemOf = (line: z.infer<typeof lineSchema>): ExportLine => {
  if (line.kind === 'header') return { kind: 'header', header: line }
  if (line.kind === 'entry') {
    const { kind, ...entry } = line
    return { kind, entry }
  }
  const { kind, ...checkpoint } = line
  return { kind, checkpoint }
}

/** One line of an export. What isn't exactly of the format is `unreadable`, which breaks the chain there. */
export const parseExportLine = (text: string): ExportLine => {
  const value = parseJson(text)
  if (value === undefined) return unreadable('The line isn’t JSON: it was cut or changed.')
  // A key that stands twice would show another reader something else than what is verified here.
  if (canonicalJson(value) !== text) return unreadable('The line isn’t in canonical form: it was changed.')
  const { success, data } = lineSchema.safeParse(value)
  if (!success) return unreadable('The line holds something else than the format’s fields.')
  return itemOf(data)
}
