import type { CreditLine, CreditList } from '@countersign/shared/features/credits'
import { useMemo, useRef } from 'react'
import { Button } from '../../components/Button.tsx'
import { DenseTable } from '../../components/DenseTable.tsx'
import { Empty } from '../../components/Empty.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Panel } from '../../components/Panel.tsx'
import { SidePanel } from '../../components/SidePanel.tsx'
import { useCopy } from '../../components/use-copy.ts'
import { deskPaths } from '../../lib/desk-paths.ts'
import { moneyText } from '../../lib/money.ts'
import { creditReply } from '../../messages/replies.ts'
import { reversals as words } from '../../messages/reversals.ts'
import { creditColumns, CreditState } from './credit-columns.tsx'
import { CreditFactList } from './CreditFactList.tsx'
import s from './Credits.module.css'

const rowId = ({ stripeId }: CreditLine) => stripeId
const NONE: readonly CreditLine[] = []

export interface CreditsTabProps {
  readonly list: CreditList | undefined
  readonly error: unknown
  readonly isLoading: boolean
  readonly onRetry: () => void
  /** Which credit is chosen; it stands in the address. */
  readonly item: string | undefined
  readonly onItem: (id: string | undefined) => void
  /** Why nothing can be taken back by this person on this page. */
  readonly reason: string | undefined
  readonly onReverse: (creditStripeId: string) => void
}

const CreditButtons = ({
  credit,
  reason,
  onReverse,
}: Pick<CreditsTabProps, 'reason' | 'onReverse'> & { readonly credit: CreditLine }) => {
  const copy = useCopy()
  const { by, given, text, notBecause } = credit
  return (
    <div className={s['buttons']}>
      <Button size="sm" reason={reason ?? notBecause ?? undefined} onPress={() => onReverse(credit.stripeId)}>
        {words.takeBack}
      </Button>
      <Button
        size="sm"
        kind="quiet"
        onPress={() =>
          void copy(creditReply({ ticket: by?.ticket ?? null, amount: moneyText(given), text }), words.replyWhat)
        }
      >
        {words.reply}
      </Button>
      {by && (
        <a className="cs-link cs-xs" href={deskPaths.approvals({ item: by.requestId, show: 'all' })}>
          {words.request}
        </a>
      )}
    </div>
  )
}

/** Every credit on the balance: what became of it, who asked and signed, and the way to take it back. */
export const CreditsTab = (props: CreditsTabProps) => {
  const { list, error, isLoading, onRetry, item, onItem, reason, onReverse } = props
  const panel = useRef<HTMLDivElement>(null)
  const columns = useMemo(() => creditColumns(), [])
  const rows = list?.credits ?? NONE
  const chosen = rows.find(({ stripeId }) => stripeId === item)
  return (
    <SidePanel
      label={words.entry}
      onClose={() => onItem(undefined)}
      panel={
        chosen && (
          <div ref={panel} tabIndex={-1} className={s['panel']}>
            <Panel title={words.entry} aside={<CreditState credit={chosen} />}>
              <CreditFactList credit={chosen} />
            </Panel>
            <CreditButtons credit={chosen} reason={reason} onReverse={onReverse} />
          </div>
        )
      }
    >
      <div className={s['list']}>
        <DenseTable
          label={words.table}
          rows={rows}
          columns={columns}
          rowId={rowId}
          fileName="credits"
          hasPageKeys
          activeId={item}
          onActive={onItem}
          onOpen={() => panel.current?.focus()}
          isLoading={isLoading}
          {...(error === null
            ? {}
            : { problem: <FailureProblem title={words.notRead} error={error} onRetry={onRetry} /> })}
          empty={<Empty title={words.empty}>{words.emptyNext}</Empty>}
        />
      </div>
    </SidePanel>
  )
}
