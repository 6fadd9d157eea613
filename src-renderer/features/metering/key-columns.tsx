import type { MeterCredential } from '@countersign/shared/features/metering'
import type { TableColumn } from '../../components/DenseTable.tsx'
import { Name } from '../../components/Name.tsx'
import { StateTag } from '../../components/StateTag.tsx'
import { timeText } from '../../lib/dates.ts'
import { metering } from '../../messages/metering.ts'

const words = metering.keys
const { columns } = words

const whenOf = (at: string | null, from: string | null): string =>
  at === null ? words.never : words.at(timeText(at), from)

export const stateOf = ({ revokedAt }: MeterCredential): string => (revokedAt === null ? words.live : words.revoked)

export const keyColumns: readonly TableColumn<MeterCredential>[] = [
  {
    id: 'name',
    head: columns.name,
    width: 180,
    cell: ({ name }) => <Name isCut>{name}</Name>,
    text: ({ name }) => name,
    isFixed: true,
  },
  { id: 'end', head: columns.end, width: 100, cell: ({ keyEnd }) => `…${keyEnd}`, text: ({ keyEnd }) => keyEnd },
  {
    id: 'state',
    head: columns.state,
    width: 100,
    cell: (row) => <StateTag tone={row.revokedAt === null ? 'proof' : 'neutral'}>{stateOf(row)}</StateTag>,
    text: stateOf,
  },
  {
    id: 'addresses',
    head: columns.addresses,
    width: 200,
    cell: ({ addresses }) => <Name isCut>{addresses.join(', ')}</Name>,
    text: ({ addresses }) => addresses.join(' '),
  },
  {
    id: 'used',
    head: columns.used,
    width: 240,
    hasFigures: true,
    cell: ({ usedAt, usedFrom }) => whenOf(usedAt, usedFrom),
    text: ({ usedAt }) => usedAt ?? '',
  },
  {
    id: 'refused',
    head: columns.refused,
    width: 240,
    hasFigures: true,
    cell: ({ refusedAt, refusedFrom }) => whenOf(refusedAt, refusedFrom),
    text: ({ refusedAt }) => refusedAt ?? '',
  },
]
