import type { Money as Amount } from '@countersign/shared/money'
import { moneyText } from '../lib/money.ts'
import { toneClass, type Tone } from './tone.ts'

export interface MoneyProps {
  readonly value: Amount
  /** `always` for changes: `+€75.00`. */
  readonly sign?: 'auto' | 'always'
  /** Only `money` (at risk) and `danger` (lost); an amount is otherwise uncoloured. */
  readonly tone?: Tone
}

/** An amount in a sentence: `−€1,200.00`. Never broken over two lines, never turned round by a right-to-left name. */
export const Money = ({ value, sign = 'auto', tone }: MoneyProps) => (
  <bdi dir="ltr" className={toneClass(tone)} style={{ whiteSpace: 'nowrap' }}>
    {moneyText(value, sign)}
  </bdi>
)
