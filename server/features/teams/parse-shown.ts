import { type Verification, verificationSchema } from '@countersign/shared/features/teams'
import type { VerificationTable } from '../../ports/schema/teams.ts'

/** The verification as it was shown when it was made. */
export const parseShown = ({ shown }: Pick<VerificationTable, 'shown'>): Verification =>
  verificationSchema.parse(JSON.parse(shown))
