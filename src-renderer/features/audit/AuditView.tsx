import { dayOf } from '@countersign/shared/times'
import { Download } from 'lucide-react'
import { useCallback, useMemo, useRef } from 'react'
import { Button } from '../../components/Button.tsx'
import { PageHead } from '../../components/PageHead.tsx'
import { SidePanel } from '../../components/SidePanel.tsx'
import { useMissingPermission } from '../../lib/use-me.ts'
import { useNow } from '../../lib/use-now.ts'
import { audit as words } from '../../messages/audit.ts'
import { AuditFilters } from './AuditFilters.tsx'
import { AuditFoot } from './AuditFoot.tsx'
import { AuditList } from './AuditList.tsx'
import { ChainStrip } from './ChainStrip.tsx'
import { CheckpointPanel } from './CheckpointPanel.tsx'
import { EntryPanel } from './EntryPanel.tsx'
import { ExportProgress } from './ExportProgress.tsx'
import { type AuditSearch, filterOf } from './filter-rules.ts'
import { HowToCheck } from './HowToCheck.tsx'
import { type AuditRow, rowIdOf } from './row-rules.ts'
import { useAuditPages, useChainCheck, useFacets } from './use-audit.ts'
import { useExport } from './use-export.ts'

const HOW = 'how-to-check'

export interface AuditViewProps {
  readonly title: string
  readonly search: AuditSearch
  readonly item: string | undefined
  readonly onSearch: (search: AuditSearch) => void
  readonly onItem: (id: string | undefined) => void
}

const usePanel = (item: string | undefined, rows: readonly AuditRow[]) => {
  const ref = useRef<HTMLDivElement>(null)
  const focus = useCallback(() => ref.current?.focus(), [])
  const row = rows.find((candidate) => rowIdOf(candidate) === item)
  const contentOf = () => {
    if (item === undefined) return undefined
    if (item === HOW) return <HowToCheck />
    if (row?.kind === 'checkpoint') return <CheckpointPanel ref={ref} checkpoint={row.checkpoint} />
    return item.startsWith('aud_') ? <EntryPanel ref={ref} id={item} /> : undefined
  }
  return { content: contentOf(), focus }
}

/** The log with the proof of it on top. */
export const AuditView = ({ title, search, item, onSearch, onItem }: AuditViewProps) => {
  const now = useNow(60_000)
  const day = dayOf(now)
  const filter = useMemo(() => filterOf(search, day), [search, day])
  const pages = useAuditPages(filter)
  const check = useChainCheck()
  const facets = useFacets()
  const job = useExport()
  const exportReason = useMissingPermission('audit.export')
  const panel = usePanel(item, pages.rows)
  return (
    <>
      <ChainStrip
        report={check.data}
        isChecking={check.isFetching}
        error={check.error}
        onCheck={() => void check.refetch()}
      />
      <PageHead
        title={title}
        lead={words.lead}
        end={
          <Button icon={Download} isBusy={job.isRunning} reason={exportReason} onPress={job.start}>
            {words.export.button}
          </Button>
        }
      />
      <ExportProgress job={job} entries={check.data?.entries} />
      <SidePanel label={words.panel.title} onClose={() => onItem(undefined)} panel={panel.content}>
        <AuditList
          {...pages}
          now={now}
          brokenAt={check.data?.firstBroken?.sequence}
          activeId={item}
          onActive={onItem}
          onOpen={panel.focus}
          tools={<AuditFilters search={search} facets={facets} onChange={onSearch} />}
        />
        <AuditFoot
          matches={pages.matches}
          isFetching={pages.log.isFetching}
          onRefresh={() => void pages.log.refetch()}
          onHowToCheck={() => onItem(HOW)}
        />
      </SidePanel>
    </>
  )
}
