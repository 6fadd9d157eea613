import type { Kernel } from '../../kernel/context.ts'
import { matchTotp } from './match-totp.ts'
import { readTotp } from './read-totp.ts'
import type { LocalAccount } from './store.ts'
import { secondFactorFor, type TotpSecrets } from './totp-rules.ts'

export type FactorVerdict =
  | { readonly verdict: 'not-needed' | 'code-needed' | 'enrolment-needed' | 'wrong' }
  | { readonly verdict: 'right'; readonly step: number; readonly confirms: TotpSecrets | null }

/** What the code typed beside a right password is worth. A code of a secret that was only offered so far confirms it. */
export const judgeSecondFactor = (
  kernel: Kernel,
  account: Pick<LocalAccount, 'totpSecret' | 'totpLastStep'>,
  typed: string | undefined,
): FactorVerdict => {
  const secrets = readTotp(kernel.keys, account.totpSecret)
  const needed = secondFactorFor(secrets, kernel.settings.isEmbedded)
  if (needed === 'not-needed') return { verdict: needed }
  const secret = secrets.confirmed ?? secrets.pending
  const code = typed?.trim() ?? ''
  if (secret === null || code === '') return { verdict: needed }
  const step = matchTotp(secret, code, { at: kernel.clock.now(), lastStep: account.totpLastStep })
  if (step === null) return { verdict: 'wrong' }
  return { verdict: 'right', step, confirms: secrets.confirmed === null ? { confirmed: secret, pending: null } : null }
}
