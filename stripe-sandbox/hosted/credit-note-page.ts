import { formatAmount } from '../billing/currency-rules.ts'
import { noteToken } from '../resources/credit-notes/present-credit-note.ts'
import type { Sandbox } from '../server/sandbox.ts'
import type { Account } from '../store/account.ts'
import type { CreditNote } from '../store/kinds.ts'
import { dayOf, type Page } from './html.ts'
import { makePdf, type TextLine } from './pdf.ts'

const creditedOf = (account: Account, note: CreditNote): number =>
  0 - (account.find('customer_balance_transaction', note.customer_balance_transaction)?.amount ?? 0)

/** What became of the credited amount; parts of nothing are left out. */
const rowsOf = (account: Account, note: CreditNote): [string, number][] => {
  const refunded = note.refunds.reduce((sum, { amount_refunded: amount }) => sum + amount, 0)
  const parts: [string, number][] = [
    ['Tax', note.total - (note.total_excluding_tax ?? note.total)],
    ['Taken off the invoice', note.pre_payment_amount],
    ['Refunded', refunded],
    ['Credited to the balance', creditedOf(account, note)],
    ['Credited outside of Stripe', note.out_of_band_amount ?? 0],
  ]
  return parts.filter(([, amount]) => amount !== 0)
}

const linesOf = (account: Account, note: CreditNote): TextLine[] => {
  const money = (amount: number): string => formatAmount(amount, note.currency)
  const invoice = account.find('invoice', note.invoice)
  const customer = account.find('customer', note.customer)
  const row = ([what, amount]: [string, number]): TextLine => ({ text: `${what}: ${money(amount)}` })
  return [
    { text: `Credit note ${note.number}`, size: 18 },
    { text: `Invoice: ${invoice?.number ?? note.invoice}` },
    { text: `Credited to: ${customer?.name ?? customer?.email ?? note.customer}` },
    { text: `Date of issue: ${dayOf(note.effective_at ?? note.created)}` },
    ...(note.status === 'void' ? [{ text: 'Void' }] : []),
    ...(note.memo === null ? [] : [{ text: note.memo }]),
    { text: '' },
    ...note.lines.data.map((line): TextLine => row([line.description ?? '', line.amount])),
    row(['Total', note.total]),
    ...rowsOf(account, note).map(row),
  ]
}

const PLACE = /^\/credit_notes\/(acct_\w+)\/(cn_\w+)\/(test_\w+)\/pdf$/

/** The document behind a credit note's `pdf`; whoever knows the address may read it. */
export const answerCreditNote = (sandbox: Sandbox, path: string): Page | undefined => {
  const [, accountId = '', id = '', token] = PLACE.exec(path) ?? []
  const account = sandbox.accountById(accountId)
  const note = account?.find('credit_note', id)
  if (account === undefined || note === undefined || token !== noteToken(account, id)) return undefined
  return { status: 200, type: 'application/pdf', page: makePdf(linesOf(account, note)) }
}
