import type { ImportPreview } from '@countersign/shared/features/quotes'
import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { previewOf } from './import-rules.ts'
import { judgeQuotes } from './judge-quotes.ts'
import { parseQuotes } from './parse-quotes.ts'
import { readUpload } from './read-upload.ts'

/** What would go in, and what not and why; nothing is written. */
export const previewImport = async (
  { db }: Pick<Kernel, 'db'>,
  actor: StaffActor,
  uploadId: string,
): Promise<ImportPreview> => {
  const { bytes } = await readUpload(db, { id: uploadId, staffId: actor.id, purpose: 'import' })
  const parsed = await parseQuotes(bytes)
  return previewOf(parsed, await judgeQuotes(db, parsed.quotes, null))
}
