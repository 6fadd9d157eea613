import type { Receivable } from '@countersign/shared/features/receivables'
import { Send } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { moneyText } from '../../lib/money.ts'
import { receivables as words } from '../../messages/receivables.ts'
import { openByCurrency } from './filter-rules.ts'
import s from './Receivables.module.css'

export interface BulkBarProps {
  readonly rows: readonly Receivable[]
  /** Why this person may not. */
  readonly reason: string | undefined
  /** Esc closes the panel first. */
  readonly hasPanel: boolean
  readonly onRemind: () => void
  readonly onNote: () => void
  readonly onClear: () => void
}

const list = new Intl.ListFormat('en', { type: 'conjunction' })

/** What can be done with several at once; closing an invoice is a word on one. */
export const BulkBar = ({ rows, reason, hasPanel, onRemind, onNote, onClear }: BulkBarProps) => (
  <section className={s['bulk']} aria-label={words.selected(rows.length)}>
    <b>{words.selected(rows.length)}</b>
    <span className="cs-dim">{list.format(openByCurrency(rows).map((money) => moneyText(money)))}</span>
    <span className={s['push']} />
    <Button kind="primary" icon={Send} keys="m" reason={reason} onPress={onRemind}>
      {words.remind(new Set(rows.map(({ customerStripeId }) => customerStripeId)).size)}
    </Button>
    <Button reason={reason} onPress={onNote}>
      {words.note}
    </Button>
    <Button kind="quiet" {...(hasPanel ? {} : { keys: 'esc' })} onPress={onClear}>
      {words.clear}
    </Button>
  </section>
)
