import { dayOf } from '@countersign/shared/times'
import { useMemo, type ReactNode, type UIEvent } from 'react'
import { DenseTable } from '../../components/DenseTable.tsx'
import { Empty } from '../../components/Empty.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import type { Tone } from '../../components/tone.ts'
import { audit as words } from '../../messages/audit.ts'
import { auditColumns, auditRowId } from './audit-columns.tsx'
import type { AuditRow } from './row-rules.ts'
import type { useAuditPages } from './use-audit.ts'
import s from './Audit.module.css'

const AHEAD_PX = 800

const rowTone =
  (brokenAt: number | undefined) =>
  (row: AuditRow): Tone | undefined => {
    if (row.kind === 'checkpoint') return 'proof'
    return brokenAt !== undefined && row.entry.sequence === brokenAt ? 'danger' : undefined
  }

export interface AuditListProps extends ReturnType<typeof useAuditPages> {
  readonly now: string
  /** The first entry that does not follow, if the chain is broken. */
  readonly brokenAt: number | undefined
  readonly activeId: string | undefined
  readonly onActive: (id: string) => void
  readonly onOpen: () => void
  readonly tools: ReactNode
}

const problemOf = ({ log }: AuditListProps) =>
  log.error ? (
    <FailureProblem
      title={log.data ? words.moreNotRead : words.notRead}
      error={log.error}
      onRetry={() => void (log.data ? log.fetchNextPage() : log.refetch())}
      isRetrying={log.isFetching}
    />
  ) : undefined

/** The entries; the next page is read before its first row is reached. */
export const AuditList = (props: AuditListProps) => {
  const { log, rows, now, brokenAt, activeId, onActive, onOpen, tools } = props
  const today = dayOf(now)
  const columns = useMemo(() => auditColumns(`${today}T00:00:00.000Z`), [today])
  const tone = useMemo(() => rowTone(brokenAt), [brokenAt])
  const scroll = (event: UIEvent) => {
    const { target } = event
    if (!(target instanceof HTMLElement) || !log.hasNextPage || log.isFetching || log.error) return
    if (target.scrollHeight - target.scrollTop - target.clientHeight < AHEAD_PX) void log.fetchNextPage()
  }
  const problem = problemOf(props)
  return (
    <div className={s['list']} onScrollCapture={scroll}>
      <DenseTable
        label={words.table}
        rows={rows}
        columns={columns}
        rowId={auditRowId}
        rowTone={tone}
        density="dense"
        fileName="audit"
        hasPageKeys
        activeId={activeId}
        onActive={onActive}
        onOpen={onOpen}
        isLoading={log.isPending}
        {...(problem ? { problem } : {})}
        toolsStart={tools}
        empty={<Empty title={words.empty}>{words.emptyNext}</Empty>}
      />
    </div>
  )
}
