import type { InvoiceWish, Receivable, Receivables } from '@countersign/shared/features/receivables'
import { currencyDecimals } from '@countersign/shared/money'
import { useMediaQuery } from '@mantine/hooks'
import { useMemo, useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { DenseTable } from '../../components/DenseTable.tsx'
import { Empty } from '../../components/Empty.tsx'
import { FilterChips } from '../../components/FilterChips.tsx'
import { SidePanel } from '../../components/SidePanel.tsx'
import { useMissingPermission } from '../../lib/use-me.ts'
import { receivables as words } from '../../messages/receivables.ts'
import { AgeingBars } from './AgeingBars.tsx'
import { BulkBar } from './BulkBar.tsx'
import { countFitting, filterOf, fitting, RECEIVABLE_FILTERS } from './filter-rules.ts'
import { NoteDialog } from './NoteDialog.tsx'
import { receivableColumns } from './receivable-columns.tsx'
import { ReceivablePanel } from './ReceivablePanel.tsx'
import { RemindDialog } from './RemindDialog.tsx'
import { useTaken } from './use-receivables.ts'

export interface ReceivablesViewProps {
  readonly known: Receivables
  readonly now: string
  readonly show: string | undefined
  readonly itemId: string | undefined
  readonly onShow: (show: string | undefined) => void
  readonly onItem: (id: string | undefined) => void
  readonly onClose: (invoiceStripeId: string, kind: InvoiceWish['kind']) => void
  readonly onStatement: (customerStripeId: string) => void
}

const NOBODY: ReadonlySet<string> = new Set()
const idOf = ({ stripeId }: Receivable): string => stripeId
const labelOf = ({ number, stripeId }: Receivable): string => number ?? stripeId

type Doing = { readonly what: 'remind' | 'note'; readonly rows: readonly Receivable[] } | null

/** What is ticked, as far as it is still open; and what is being done with it. */
const useChoice = (all: readonly Receivable[]) => {
  const [ticked, setTicked] = useState(NOBODY)
  const [doing, setDoing] = useState<Doing>(null)
  const chosen = useMemo(() => all.filter(({ stripeId }) => ticked.has(stripeId)), [all, ticked])
  const selectedIds = useMemo(() => new Set(chosen.map(idOf)), [chosen])
  return {
    chosen,
    selectedIds,
    setTicked,
    doing,
    begin: (what: 'remind' | 'note', rows: readonly Receivable[]) => setDoing({ what, rows }),
    end: () => setDoing(null),
  }
}

const Nothing = ({ isFiltered, onShow }: { readonly isFiltered: boolean; readonly onShow: () => void }) =>
  isFiltered ? (
    <Empty title={words.emptyFilterTitle} actions={<Button onPress={onShow}>{words.showAll}</Button>}>
      {words.emptyFilter}
    </Empty>
  ) : (
    <Empty title={words.emptyTitle}>{words.empty}</Empty>
  )

const useColumns = (rows: readonly Receivable[], now: string, hasPanel: boolean) => {
  const isSmall = useMediaQuery('(max-width: 1180px)') ?? false
  const isNarrow = isSmall || hasPanel
  const decimals = Math.max(2, ...rows.map(({ remaining }) => currencyDecimals(remaining.currency)))
  return useMemo(() => receivableColumns(now, decimals, isNarrow), [now, decimals, isNarrow])
}

const Doings = ({
  choice,
  sendsMail,
}: {
  readonly choice: ReturnType<typeof useChoice>
  readonly sendsMail: boolean
}) => {
  const { doing, end } = choice
  if (doing === null) return null
  return doing.what === 'remind' ? (
    <RemindDialog rows={doing.rows} sendsMail={sendsMail} onClose={end} />
  ) : (
    <NoteDialog rows={doing.rows} onClose={end} />
  )
}

/** What is open by age, then row by row; one chosen in the panel, several in the bar below. */
export const ReceivablesView = (props: ReceivablesViewProps) => {
  const { known, now, show, itemId, onShow, onItem } = props
  const { rows: all, ageing, sendsMail } = known
  const reason = useMissingPermission('invoice.manage')
  const taken = useTaken()
  const filter = filterOf(show)
  const rows = useMemo(() => fitting(all, filter), [all, filter])
  const columns = useColumns(all, now, itemId !== undefined)
  const choice = useChoice(all)
  const { chosen } = choice
  const shown = all.find(({ stripeId }) => stripeId === itemId)
  return (
    <>
      {ageing.length > 0 && <AgeingBars ageing={ageing} />}
      <SidePanel
        label={words.panel}
        panel={
          shown && (
            <ReceivablePanel
              row={shown}
              reason={reason}
              onRemind={() => choice.begin('remind', [shown])}
              onNote={() => choice.begin('note', [shown])}
              onClose={(kind) => props.onClose(shown.stripeId, kind)}
              onStatement={() => props.onStatement(shown.customerStripeId)}
            />
          )
        }
        onClose={() => onItem(undefined)}
      >
        <DenseTable
          label={words.table}
          rows={rows}
          columns={columns}
          rowId={idOf}
          rowLabel={labelOf}
          density="dense"
          activeId={itemId}
          onActive={onItem}
          selectedIds={choice.selectedIds}
          onSelect={choice.setTicked}
          hasPageKeys
          fileName="receivables"
          onTake={(as, count) => taken.mutate({ what: 'list', as, rows: count })}
          toolsStart={
            <FilterChips
              label={words.filters}
              chips={RECEIVABLE_FILTERS.map((id) => ({ id, label: words.filter[id], count: countFitting(all, id) }))}
              value={filter}
              onChange={(id) => onShow(id === 'all' ? undefined : id)}
            />
          }
          empty={<Nothing isFiltered={filter !== 'all'} onShow={() => onShow(undefined)} />}
        />
        {chosen.length > 0 && (
          <BulkBar
            rows={chosen}
            reason={reason}
            hasPanel={shown !== undefined}
            onRemind={() => choice.begin('remind', chosen)}
            onNote={() => choice.begin('note', chosen)}
            onClear={() => choice.setTicked(NOBODY)}
          />
        )}
      </SidePanel>
      <Doings choice={choice} sendsMail={sendsMail} />
    </>
  )
}
