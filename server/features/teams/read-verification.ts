import type { Verification } from '@countersign/shared/features/teams'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { parseShown } from './parse-shown.ts'
import { findVerification } from './store.ts'

/** The verification as it was shown when it was made. Refuses with NOT_FOUND. */
export const readVerification = async ({ db }: Pick<Kernel, 'db'>, id: string): Promise<Verification> => {
  const row = await findVerification(db, id)
  if (!row) throw new AppError('NOT_FOUND')
  return parseShown(row)
}
