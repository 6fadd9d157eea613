import type { DriftFinding } from '@countersign/shared/features/drift'
import type { TableColumn } from '../../components/DenseTable.tsx'
import { Name } from '../../components/Name.tsx'
import { StateTag } from '../../components/StateTag.tsx'
import type { Tone } from '../../components/tone.ts'
import { ageText } from '../../lib/dates.ts'
import { drift as words } from '../../messages/drift.ts'

const { columns } = words

export const SEVERITY_TONES: Record<DriftFinding['severity'], Tone> = {
  'shut-out': 'danger',
  money: 'money',
  stale: 'neutral',
}

export const STATE_TONES: Record<DriftFinding['state'], Tone> = {
  open: 'money',
  accepted: 'neutral',
  repaired: 'proof',
  gone: 'neutral',
}

/** Whose it is, else what it is. */
const ofText = ({ teamId, customerStripeId, subjectId }: DriftFinding): string =>
  teamId ?? customerStripeId ?? subjectId

const always = (now: string): readonly TableColumn<DriftFinding>[] => [
  {
    id: 'kind',
    head: columns.kind,
    width: 210,
    cell: ({ kind }) => <Name isCut>{words.kinds[kind]}</Name>,
    text: ({ kind }) => words.kinds[kind],
    isFixed: true,
  },
  {
    id: 'severity',
    head: columns.severity,
    width: 110,
    cell: ({ severity }) => (
      <StateTag tone={SEVERITY_TONES[severity]} title={words.severityTitles[severity]}>
        {words.severities[severity]}
      </StateTag>
    ),
    text: ({ severity }) => words.severities[severity],
  },
  {
    id: 'of',
    head: columns.of,
    width: 180,
    cell: (finding) => <Name isCut>{ofText(finding)}</Name>,
    text: ofText,
  },
  {
    id: 'since',
    head: columns.since,
    width: 100,
    hasFigures: true,
    cell: ({ firstSeenAt }) => words.figures.ago(ageText(firstSeenAt, now)),
    text: ({ firstSeenAt }) => firstSeenAt,
  },
]

const STATE: TableColumn<DriftFinding> = {
  id: 'state',
  head: columns.state,
  width: 130,
  cell: ({ state }) => <StateTag tone={STATE_TONES[state]}>{words.states[state]}</StateTag>,
  text: ({ state }) => words.states[state],
}

const WHAT: TableColumn<DriftFinding> = {
  id: 'what',
  head: columns.what,
  width: 420,
  cell: ({ explanation }) => <Name isCut>{explanation}</Name>,
  text: ({ explanation }) => explanation,
}

/** `now` decides how old something is, so the columns are made anew when the page's time moves on. */
export const driftColumns = (now: string, { isOver }: { isOver: boolean }): readonly TableColumn<DriftFinding>[] => [
  ...always(now),
  // Elsewhere the list says which state it shows.
  ...(isOver ? [STATE] : []),
  WHAT,
]
