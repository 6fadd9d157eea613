import type { MeterLine, MeterState } from '@countersign/shared/features/metering'
import type { TableColumn } from '../../components/DenseTable.tsx'
import { Name } from '../../components/Name.tsx'
import { StateTag } from '../../components/StateTag.tsx'
import type { Tone } from '../../components/tone.ts'
import { ageText } from '../../lib/dates.ts'
import { countText } from '../../lib/numbers.ts'
import { messages } from '../../messages/index.ts'
import { metering as words } from '../../messages/metering.ts'

const { columns } = words

export const TONES: Record<MeterState, Tone> = {
  held: 'money',
  stuck: 'danger',
  waiting: 'neutral',
  accepted: 'neutral',
  sent: 'proof',
  invoiced: 'proof',
  counted: 'neutral',
}

const valueOf = ({ value }: MeterLine): string => (value === null ? words.unknown : countText(value))

/** `now` decides how old something is, so the columns are made anew when the page's time moves on. */
export const meterColumns = (now: string): readonly TableColumn<MeterLine>[] => [
  {
    id: 'team',
    head: columns.team,
    width: 180,
    cell: ({ teamId }) => <Name isCut>{teamId}</Name>,
    text: ({ teamId }) => teamId,
    isFixed: true,
  },
  { id: 'counter', head: columns.counter, width: 170, cell: ({ counter }) => counter, text: ({ counter }) => counter },
  {
    id: 'state',
    head: columns.state,
    width: 130,
    cell: ({ state }) => <StateTag tone={TONES[state]}>{words.states[state]}</StateTag>,
    text: ({ state }) => words.states[state],
  },
  {
    id: 'value',
    head: columns.value,
    width: 110,
    align: 'end',
    cell: valueOf,
    text: ({ value }) => (value === null ? '' : String(value)),
  },
  {
    id: 'measured',
    head: columns.measured,
    width: 110,
    hasFigures: true,
    cell: ({ measuredAt }) => (measuredAt === null ? words.figures.never : words.figures.ago(ageText(measuredAt, now))),
    text: ({ measuredAt }) => measuredAt ?? '',
  },
  {
    id: 'plan',
    head: columns.plan,
    width: 160,
    cell: ({ plan }) => <Name isCut>{plan ?? messages.common.none}</Name>,
    text: ({ plan }) => plan ?? '',
  },
  {
    id: 'problem',
    head: columns.problem,
    width: 240,
    cell: ({ problem }) => <Name isCut>{problem ?? messages.common.none}</Name>,
    text: ({ problem }) => problem ?? '',
  },
]
