import type { AuditCheckpoint, AuditEntry, RecordedDecision } from '@countersign/shared/features/audit'
import { useQuery } from '@tanstack/react-query'
import type { Ref } from 'react'
import { FactGroup } from '../../components/FactGroup.tsx'
import { FactList } from '../../components/FactList.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Panel } from '../../components/Panel.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { StateTag } from '../../components/StateTag.tsx'
import { timeText } from '../../lib/dates.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { audit } from '../../messages/audit.ts'
import { approvalFacts } from './approval-rules.ts'
import { Countersigned } from './Countersigned.tsx'
import { canonicalText } from './entry-texts.ts'
import { entryFacts } from './entry-facts.tsx'
import { HashText } from './HashText.tsx'
import { HowToCheck } from './HowToCheck.tsx'
import s from './Audit.module.css'

const words = audit.panel

interface Opened {
  readonly entry: AuditEntry
  readonly personal: Readonly<Record<string, string>>
  readonly coveredBy: AuditCheckpoint | null
  readonly decision: RecordedDecision | null
}

const coveredText = (coveredBy: AuditCheckpoint | null): string =>
  coveredBy === null ? words.coveredNext : words.coveredBy(coveredBy.sequence, timeText(coveredBy.at))

const Chain = ({ entry, coveredBy }: Pick<Opened, 'entry' | 'coveredBy'>) => (
  <FactGroup title={words.chain}>
    <FactList
      facts={[
        { label: words.before, value: <HashText hash={entry.previousHash} /> },
        { label: words.hash, value: <HashText hash={entry.hash} /> },
        { label: words.covered, value: coveredText(coveredBy) },
      ]}
    />
  </FactGroup>
)

const Personal = ({ personal }: Pick<Opened, 'personal'>) =>
  Object.keys(personal).length === 0 ? null : (
    <FactGroup title={words.personal} aside={words.personalAside}>
      <FactList facts={Object.entries(personal).map(([label, value]) => ({ label, value: <bdi>{value}</bdi> }))} />
    </FactGroup>
  )

/** In words where they are known; the text that was hashed stays at hand. */
const Details = ({ entry }: Pick<Opened, 'entry'>) => {
  const facts = approvalFacts(entry.action, entry.details)
  const text = <pre className={s['code']}>{canonicalText(entry.details)}</pre>
  if (facts.length === 0) return <FactGroup title={words.details}>{text}</FactGroup>
  return (
    <FactGroup title={words.details}>
      <FactList facts={facts.map(({ label, text: value }) => ({ label, value: <bdi>{value}</bdi> }))} />
      <details>
        <summary className="cs-link cs-xs">{words.hashed}</summary>
        {text}
      </details>
    </FactGroup>
  )
}

const Whole = ({ opened }: { readonly opened: Opened }) => {
  const { entry, personal, coveredBy, decision } = opened
  const isSealed = entry.sequence !== null
  return (
    <Panel
      title={entry.sequence === null ? words.title : words.numbered(entry.sequence)}
      aside={<StateTag tone={isSealed ? 'proof' : 'neutral'}>{isSealed ? audit.sealed : audit.unsealed}</StateTag>}
    >
      <FactGroup title={words.title}>
        <FactList facts={entryFacts(entry)} />
      </FactGroup>
      <Personal personal={personal} />
      {decision && <Countersigned decision={decision} />}
      <Details entry={entry} />
      <Chain entry={entry} coveredBy={coveredBy} />
    </Panel>
  )
}

export interface EntryPanelProps {
  readonly id: string
  readonly ref: Ref<HTMLDivElement>
}

/** One entry as it was hashed, with its place in the chain. */
export const EntryPanel = ({ id, ref }: EntryPanelProps) => {
  const trpc = useTRPC()
  const opened = useQuery({
    ...trpc.audit.entry.queryOptions({ id }),
    placeholderData: (shown) => shown,
    // Its place in the chain is told once it is sealed, its checkpoint once one is signed.
    refetchInterval: ({ state }) => (state.data?.entry.sequence === null ? 2000 : false),
  })
  return (
    <div ref={ref} tabIndex={-1} className={s['panel']}>
      {opened.data && <Whole opened={opened.data} />}
      {opened.error && (
        <FailureProblem
          title={words.notRead}
          error={opened.error}
          onRetry={() => void opened.refetch()}
          isRetrying={opened.isFetching}
        />
      )}
      {opened.isPending && <Skeleton rows={6} />}
      <HowToCheck />
    </div>
  )
}
