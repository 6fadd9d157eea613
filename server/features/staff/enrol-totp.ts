import type { Kernel } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { type Asking, confirmPerson } from './confirm-person.ts'
import type { TotpEnrolment } from './describe-totp.ts'
import { offerTotp } from './offer-totp.ts'

/** Offers a new second factor. Needs the password, and a code of the present factor if there is one. */
export const enrolTotp = async (
  kernel: Kernel,
  asking: Asking,
  proof: { readonly password: string; readonly totp?: string | undefined },
): Promise<TotpEnrolment> => {
  await confirmPerson(kernel, asking, { ...proof, needsCode: true })
  const { actor, requestId } = asking
  return inTransaction(kernel.db, async (tx) => {
    await recordAudit(tx, kernel.clock.now(), {
      actor,
      action: 'staff.totp-offered',
      subject: { kind: 'staff', id: actor.id },
      requestId,
      personal: { subjectName: actor.name },
    })
    return offerTotp(kernel, tx, { email: actor.email, isFresh: true })
  })
}
