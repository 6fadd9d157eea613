import type { Money as Amount } from '@countersign/shared/money'
import { currencyCode, figurePadding, figureText } from '../lib/money.ts'
import { toneClass, type Tone } from './tone.ts'
import s from './MoneyCell.module.css'

export interface MoneyCellProps {
  readonly value: Amount
  readonly sign?: 'auto' | 'always'
  readonly tone?: Tone
  readonly isStrong?: boolean
  /** The most decimals in this column; others are padded so that units stand under units. */
  readonly columnDecimals?: number
}

/** A figure in a column: number, then the code in its own slot. Goes into a cell that is aligned to the end. */
export const MoneyCell = ({ value, sign = 'auto', tone, isStrong = false, columnDecimals = 2 }: MoneyCellProps) => (
  <span dir="ltr" className={toneClass(tone, s['figure'], isStrong ? 'cs-strong' : undefined)}>
    <span data-padding={figurePadding(value.currency, columnDecimals)} className={s['number']}>
      {figureText(value, sign)}
    </span>
    <span className={s['code']}>{currencyCode(value.currency)}</span>
  </span>
)
