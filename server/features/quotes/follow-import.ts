import { type ImportRun, importRunSchema } from '@countersign/shared/features/quotes'
import { z } from 'zod'
import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { runOf } from './import-rules.ts'
import { findImport } from './store.ts'

const countsSchema = importRunSchema.pick({
  rows: true,
  added: true,
  known: true,
  broken: true,
  brokenRows: true,
  problems: true,
  at: true,
  of: true,
})
const startedBySchema = z.object({ name: z.string() })

/** How far this person's import is, or how it ended. */
export const followImport = async ({ db }: Pick<Kernel, 'db'>, actor: StaffActor, id: string): Promise<ImportRun> => {
  const row = await findImport(db, id)
  if (row?.staffId !== actor.id) throw new AppError('NOT_FOUND')
  return runOf(row, countsSchema.parse(JSON.parse(row.counts)), startedBySchema.parse(JSON.parse(row.actor)).name)
}
