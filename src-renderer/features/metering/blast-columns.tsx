import type { BlastLine } from '@countersign/shared/features/metering'
import type { TableColumn } from '../../components/DenseTable.tsx'
import { Name } from '../../components/Name.tsx'
import { ageText } from '../../lib/dates.ts'
import { countText } from '../../lib/numbers.ts'
import { metering } from '../../messages/metering.ts'

const { columns } = metering.limits

const countOf = (count: number | null): string => (count === null ? metering.unknown : countText(count))

const figure = (
  id: 'allowed' | 'used' | 'over',
  valueOf: (row: BlastLine) => number | null,
): TableColumn<BlastLine> => ({
  id,
  head: columns[id],
  width: 110,
  align: 'end',
  cell: (row) => countOf(valueOf(row)),
  text: (row) => countOf(valueOf(row)).replaceAll(',', ''),
  sortValue: (row) => valueOf(row) ?? -1,
})

export const blastColumns = (now: string): readonly TableColumn<BlastLine>[] => [
  {
    id: 'team',
    head: columns.team,
    width: 200,
    cell: ({ teamId }) => <Name isCut>{teamId}</Name>,
    text: ({ teamId }) => teamId,
    sortValue: ({ teamId }) => teamId,
    isFixed: true,
  },
  { id: 'limit', head: columns.limit, width: 200, cell: ({ limit }) => limit, text: ({ limit }) => limit },
  figure('allowed', ({ allowed }) => allowed),
  figure('used', ({ used }) => used),
  figure('over', ({ over }) => over),
  {
    id: 'measured',
    head: columns.measured,
    width: 120,
    hasFigures: true,
    cell: ({ measuredAt }) =>
      measuredAt === null ? metering.figures.never : metering.figures.ago(ageText(measuredAt, now)),
    text: ({ measuredAt }) => measuredAt ?? '',
  },
]
