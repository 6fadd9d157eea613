import { Secret } from 'otpauth'
import type { Kernel } from '../../kernel/context.ts'
import { assert } from '../../kernel/errors.ts'
import type { Transaction } from '../../ports/database.ts'
import { describeTotp, type TotpEnrolment } from './describe-totp.ts'
import { readTotp } from './read-totp.ts'
import { findLocalAccount } from './store.ts'
import { writeTotp } from './write-totp.ts'

// RFC 4226, 4: 160 bits are recommended.
const SECRET_BYTES = 20

/**
 * A secret to enrol. It replaces nothing until a code confirms it, so that an interrupted enrolment locks nobody out. At a
 * sign-in the one shown last time is shown again; on demand (`isFresh`) it is a new one.
 */
export const offerTotp = async (
  kernel: Kernel,
  tx: Transaction,
  to: { email: string; isFresh: boolean },
): Promise<TotpEnrolment> => {
  const account = await findLocalAccount(tx, to.email)
  assert(account, 'a second factor is offered to an active local account')
  const { confirmed, pending } = readTotp(kernel.keys, account.totpSecret)
  const secret = (to.isFresh ? null : pending) ?? new Secret({ size: SECRET_BYTES }).base32
  const secrets = { confirmed, pending: secret }
  await writeTotp(tx, kernel.keys, { staffId: account.id, secrets, lastStep: account.totpLastStep })
  return describeTotp(secret, account.email)
}
