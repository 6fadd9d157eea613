import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { findLink, type LinkRow } from './store.ts'

/** Refuses with NOT_FOUND. */
export const needLink = async ({ db }: Pick<Kernel, 'db'>, id: string): Promise<LinkRow> => {
  const row = await findLink(db, id)
  if (!row) throw new AppError('NOT_FOUND')
  return row
}
