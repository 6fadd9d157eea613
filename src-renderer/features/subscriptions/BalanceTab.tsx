import type { BalanceEntry } from '@countersign/shared/features/subscriptions'
import { useMemo } from 'react'
import { DenseTable } from '../../components/DenseTable.tsx'
import { Empty } from '../../components/Empty.tsx'
import { SidePanel } from '../../components/SidePanel.tsx'
import { useTRPCClient } from '../../lib/trpc.ts'
import { team } from '../../messages/team.ts'
import { balanceColumns } from './balance-columns.tsx'
import { BalancePanel } from './BalancePanel.tsx'
import { ListFoot } from './ListFoot.tsx'
import type { Part } from './part-rules.ts'
import { PartView } from './PartView.tsx'
import { usePlace } from './place.ts'
import { decimalsOf } from './standing-rules.ts'
import { useMore } from './use-more.ts'
import { usePanelFocus } from './use-panel-focus.ts'
import s from './TeamView.module.css'

const words = team.balance
const rowId = ({ stripeId }: BalanceEntry) => stripeId
const NONE: readonly BalanceEntry[] = []

export interface BalanceTabProps {
  readonly customerStripeId: string
  readonly part: Part<{ entries: BalanceEntry[]; hasMore: boolean }>
}

const useEntries = ({ customerStripeId, part }: BalanceTabProps) => {
  const client = useTRPCClient()
  const first = part.state === 'read' ? part.value : undefined
  return useMore({
    key: ['more-balance', customerStripeId],
    first: { rows: first?.entries ?? NONE, hasMore: first?.hasMore ?? false },
    idOf: rowId,
    read: (startingAfter, signal) =>
      client.subscriptions.moreBalance.query({ customerStripeId, startingAfter }, { signal }),
  })
}

/** Every change of the balance with what it came to. */
export const BalanceTab = (props: BalanceTabProps) => {
  const { item, go } = usePlace()
  const { panel, focus } = usePanelFocus()
  const { rows, hasMore, error, isLoading, load } = useEntries(props)
  const decimals = decimalsOf(rows.map(({ amount }) => amount))
  const columns = useMemo(() => balanceColumns(decimals), [decimals])
  const chosen = rows.find(({ stripeId }) => stripeId === item)
  return (
    <SidePanel
      label={words.entry}
      onClose={() => go({ item: undefined })}
      panel={chosen && <BalancePanel ref={panel} entry={chosen} />}
    >
      <div className={s['list']}>
        <PartView name="balance" part={props.part}>
          {() => (
            <>
              <DenseTable
                label={team.tabs.balance}
                rows={rows}
                columns={columns}
                rowId={rowId}
                fileName="balance"
                hasPageKeys
                activeId={item}
                onActive={(id) => go({ item: id })}
                onOpen={focus}
                empty={<Empty title={words.empty}>{words.emptyNext}</Empty>}
              />
              <ListFoot count={rows.length} hasMore={hasMore} isLoading={isLoading} error={error} onMore={load} />
            </>
          )}
        </PartView>
      </div>
    </SidePanel>
  )
}
