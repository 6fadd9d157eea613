import type { Statement } from '@countersign/shared/features/receivables'
import { TextInput } from '@mantine/core'
import { Download, Printer } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { useAnnounce } from '../../components/LiveRegion.tsx'
import { downloadText } from '../../lib/download.ts'
import { receivables } from '../../messages/receivables.ts'
import { statementCsv } from './statement-rows.ts'
import { useTaken } from './use-receivables.ts'
import s from './Receivables.module.css'

const { statements: words } = receivables

export interface StatementToolsProps {
  readonly span: { readonly from: string; readonly to: string }
  readonly onSpan: (span: { readonly from: string; readonly to: string }) => void
  /** undefined while it is being read. */
  readonly statement: Statement | undefined
}

/** The span, and the ways out: a file for a spreadsheet, paper or PDF through the print dialog. */
export const StatementTools = ({ span, onSpan, statement }: StatementToolsProps) => {
  const announce = useAnnounce()
  const taken = useTaken()
  const tell = (as: 'csv' | 'print', { customerStripeId, from, to }: Statement) =>
    taken.mutate({ what: 'statement', as, customerStripeId, from, to })
  const csv = () => {
    if (!statement) return
    tell('csv', statement)
    downloadText(
      `statement-${statement.customerStripeId}-${statement.from}-${statement.to}.csv`,
      statementCsv(statement),
    )
    announce(words.taken)
  }
  const print = () => {
    if (!statement) return
    tell('print', statement)
    window.print()
  }
  const reason = statement ? undefined : words.notRead
  return (
    <div className={s['days']}>
      <TextInput
        type="date"
        label={words.from}
        value={span.from}
        onChange={(event) => onSpan({ ...span, from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={words.to}
        value={span.to}
        error={span.from > span.to ? words.wrongSpan : undefined}
        onChange={(event) => onSpan({ ...span, to: event.currentTarget.value })}
      />
      <Button icon={Download} reason={reason} onPress={csv}>
        {words.csv}
      </Button>
      <Button icon={Printer} reason={reason} onPress={print}>
        {words.print}
      </Button>
    </div>
  )
}
