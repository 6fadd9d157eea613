import type { Kernel } from '../../kernel/context.ts'
import { readTotp } from './read-totp.ts'
import { findLocalAccount, findStaff } from './store.ts'

/** Whether a code belongs to this person's password. */
export const hasSecondFactor = async ({ db, keys }: Kernel, staffId: string): Promise<boolean> => {
  const staff = await findStaff(db, staffId)
  const account = staff && (await findLocalAccount(db, staff.email))
  return readTotp(keys, account?.totpSecret ?? null).confirmed !== null
}
