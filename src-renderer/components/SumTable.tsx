import type { Money } from '@countersign/shared/money'
import { MoneyCell } from './MoneyCell.tsx'
import s from './SumTable.module.css'

export interface SumLine {
  readonly id: string
  readonly label: string
  readonly amount: Money
}

export interface SumTableProps {
  readonly label: string
  readonly lines: readonly SumLine[]
  /** Never added up here: the total is Stripe's, as it came. */
  readonly total: { readonly label: string; readonly amount: Money }
}

/** Lines and what they come to. One currency. */
export const SumTable = ({ label, lines, total }: SumTableProps) => (
  <table className={s['table']}>
    <caption className="cs-sr">{label}</caption>
    <tbody>
      {lines.map(({ id, label: line, amount }) => (
        <tr key={id}>
          <th scope="row">{line}</th>
          <td>
            <MoneyCell value={amount} />
          </td>
        </tr>
      ))}
    </tbody>
    <tfoot>
      <tr>
        <th scope="row">{total.label}</th>
        <td>
          <MoneyCell value={total.amount} isStrong />
        </td>
      </tr>
    </tfoot>
  </table>
)
