import type { KeyRing } from '../../kernel/key-ring.ts'
import type { Transaction } from '../../ports/database.ts'
import { setTotp } from './store.ts'
import type { TotpSecrets } from './totp-rules.ts'

/** Keeps the secrets sealed. `lastStep` is the step of the code that confirmed them, or stays what it was. */
export const writeTotp = (
  tx: Transaction,
  keys: KeyRing,
  to: { staffId: string; secrets: TotpSecrets; lastStep: number | null },
): Promise<void> =>
  setTotp(tx, to.staffId, { totpSecret: keys.seal('totp', JSON.stringify(to.secrets)), totpLastStep: to.lastStep })
