import type { Account } from '../../store/account.ts'
import { seededText } from '../../store/ids.ts'
import type { CreditNote } from '../../store/kinds.ts'

const TOKEN_LENGTH = 24

/** The secret part of a credit note's public address. */
export const noteToken = (account: Account, note: string): string =>
  `test_${seededText(account.ids.seed, `hosted/${note}`, TOKEN_LENGTH)}`

export const presentCreditNote = (account: Account, note: CreditNote): CreditNote => ({
  ...note,
  pdf: `${account.host.baseUrl()}/credit_notes/${account.id}/${note.id}/${noteToken(account, note.id)}/pdf`,
})
