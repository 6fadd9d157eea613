import type { InvoiceView, ManualInvoice } from '@countersign/shared/features/invoice-work'
import type { LineComparison } from '@countersign/shared/features/invoices'
import type { Money } from '@countersign/shared/money'
import { Name } from '../../components/Name.tsx'
import { classNames } from '../../components/class-names.ts'
import { dayText } from '../../lib/dates.ts'
import { currencyCode, figureText } from '../../lib/money.ts'
import { wizard } from '../../messages/invoice-wizard.ts'
import { nameOf } from './compare-rules.ts'
import { DifferenceCell, Side } from './Side.tsx'
import s from './LineTable.module.css'

const words = wizard.lines
const totals = wizard.review

interface SumRow {
  readonly id: string
  readonly label: string
  readonly quoted: Money | null
  readonly invoiced: Money
  readonly difference: Money | null
  readonly isStrong?: boolean
}

/** What Stripe says of the whole; a quote says its total and nothing of tax. */
const sumsOf = ({ quote, difference }: ManualInvoice, document: InvoiceView): readonly SumRow[] => [
  { id: 'subtotal', label: totals.subtotal, quoted: null, invoiced: document.subtotal, difference },
  ...(document.discount.amount === 0
    ? []
    : [{ id: 'discount', label: totals.discount, quoted: null, invoiced: document.discount, difference: null }]),
  { id: 'tax', label: totals.tax, quoted: null, invoiced: document.tax, difference: null },
  {
    id: 'total',
    label: totals.total,
    quoted: quote.total,
    invoiced: document.total,
    difference: null,
    isStrong: true,
  },
]

const Sums = ({ rows }: { readonly rows: readonly SumRow[] }) =>
  rows.map(({ id, label, quoted, invoiced, difference, isStrong = false }) => (
    <tr key={id} className={classNames(isStrong && s['strong'])}>
      <th scope="row">{label}</th>
      <td className={s['quote']} colSpan={2}>
        {quoted && figureText(quoted)}
      </td>
      <td className={s['group']} colSpan={2}>
        {figureText(invoiced)}
      </td>
      <td className={s['group']}>
        {difference && difference.amount !== 0 && <span className="cs-money">{figureText(difference, 'always')}</span>}
      </td>
    </tr>
  ))

const Line = ({ line }: { readonly line: LineComparison }) => (
  <tr>
    <th scope="row" className={classNames(line.differs.includes('description') && s['changed'])}>
      <Name>{nameOf(line)}</Name>
    </th>
    <td className={s['quote']}>
      {line.quoted ? (
        <Side of={line.quoted} differs={line.differs} />
      ) : (
        <span className="cs-money">{words.notQuoted}</span>
      )}
    </td>
    <td className={s['quote']}>{line.quoted && figureText(line.quoted.amount)}</td>
    <td className={s['group']}>
      {line.invoiced ? (
        <Side of={line.invoiced} differs={line.differs} />
      ) : (
        <span className="cs-money">{words.missing}</span>
      )}
    </td>
    <td>{line.invoiced && figureText(line.invoiced.amount)}</td>
    <td className={s['group']}>
      <DifferenceCell line={line} />
    </td>
  </tr>
)

export interface CompareTableProps {
  readonly invoice: ManualInvoice
}

/** The quote beside the invoice as it is at Stripe now, or as it is chosen while there is no draft. */
export const CompareTable = ({ invoice }: CompareTableProps) => {
  const { quote, comparison, comparedWith, document } = invoice
  const code = currencyCode(quote.currency)
  return (
    <div className={s['scroller']}>
      <table className={classNames(s['lines'], s['read'])}>
        <caption className="cs-sr">{words.caption}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="cs-sr">{words.line}</span>
            </th>
            <th scope="colgroup" className={s['quote']} colSpan={2}>
              {words.quote(dayText(quote.acceptedOn))}
            </th>
            <th scope="colgroup" className={s['group']} colSpan={2}>
              {comparedWith === 'draft' ? words.draft : words.invoice}
            </th>
            <th scope="col" className={s['group']}>
              <span className="cs-sr">{words.difference}</span>
            </th>
          </tr>
          <tr>
            <th scope="col">{words.line}</th>
            <th scope="col" className={s['quote']}>
              {words.each}
            </th>
            <th scope="col" className={s['quote']}>
              {code}
            </th>
            <th scope="col" className={s['group']}>
              {words.each}
            </th>
            <th scope="col">{code}</th>
            <th scope="col" className={s['group']}>
              {words.difference}
            </th>
          </tr>
        </thead>
        <tbody>
          {comparison.map((line) => (
            <Line key={line.key} line={line} />
          ))}
        </tbody>
        {document && comparedWith === 'draft' && (
          <tfoot>
            <Sums rows={sumsOf(invoice, document)} />
          </tfoot>
        )}
      </table>
    </div>
  )
}
