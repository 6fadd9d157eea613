import type { QuoteLine } from '@countersign/shared/features/quotes'
import type { Money } from '@countersign/shared/money'
import { MoneyCell } from '../../components/MoneyCell.tsx'
import { Name } from '../../components/Name.tsx'
import { countText } from '../../lib/numbers.ts'
import { figureText } from '../../lib/money.ts'
import { quotes as words } from '../../messages/quotes.ts'
import s from './Quotes.module.css'

export interface QuoteLinesProps {
  readonly lines: ReadonlyArray<Pick<QuoteLine, 'description' | 'quantity' | 'unitAmount'>>
  readonly total: Money
}

/** Each line with its arithmetic, and what they come to. One currency. */
export const QuoteLines = ({ lines, total: { amount, currency } }: QuoteLinesProps) => (
  <table className={s['lines']}>
    <caption className="cs-sr">{words.lines}</caption>
    <tbody>
      {lines.map(({ description, quantity, unitAmount }, at) => (
        <tr key={`${at} ${description}`}>
          <th scope="row">
            <Name>{description}</Name>
            <span className={s['arithmetic']} dir="ltr">
              {countText(quantity)} × {figureText({ amount: unitAmount, currency })}
            </span>
          </th>
          <td>
            <MoneyCell value={{ amount: quantity * unitAmount, currency }} />
          </td>
        </tr>
      ))}
    </tbody>
    <tfoot>
      <tr>
        <th scope="row">{words.total}</th>
        <td>
          <MoneyCell value={{ amount, currency }} isStrong />
        </td>
      </tr>
    </tfoot>
  </table>
)
