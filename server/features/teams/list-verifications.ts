import type { VerificationLine } from '@countersign/shared/features/teams'
import type { Kernel } from '../../kernel/context.ts'
import { describeVerification } from './describe-verification.ts'
import { listVerificationsOf } from './store.ts'

/** Newest first. */
export const listVerifications = async (
  { db }: Pick<Kernel, 'db'>,
  by: Parameters<typeof listVerificationsOf>[1],
  limit: number,
): Promise<VerificationLine[]> => (await listVerificationsOf(db, by, limit)).map(describeVerification)
