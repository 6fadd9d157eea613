import type { Statement } from '@countersign/shared/features/receivables'
import { decimalText } from '@countersign/shared/money'
import { csvText } from '../../lib/csv.ts'
import { currencyCode } from '../../lib/money.ts'
import { receivables } from '../../messages/receivables.ts'

const { statements: words } = receivables

/** One file for all currencies, each line with its own; a name that a spreadsheet would run stays a name. */
export const statementCsv = ({ customerName, customerStripeId, from, to, currencies }: Statement): string => {
  const { on, kind, reference, amount, balance, currency } = words.columns
  return csvText([
    [words.title, customerName ?? '', customerStripeId, from, to],
    [on, kind, reference, amount, balance, currency],
    ...currencies.flatMap((one) => {
      const code = currencyCode(one.currency)
      return [
        [from, words.opening, '', '', decimalText(one.opening), code],
        ...one.entries.map((entry) => [
          entry.on,
          words.kinds[entry.kind],
          entry.reference,
          decimalText(entry.amount),
          decimalText(entry.balance),
          code,
        ]),
        [to, words.closing, '', '', decimalText(one.closing), code],
      ]
    }),
  ])
}
