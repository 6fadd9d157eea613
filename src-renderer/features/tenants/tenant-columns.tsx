import type { Usage } from '@countersign/shared/features/metering'
import type { Tenant } from '@countersign/shared/features/tenants'
import type { TableColumn } from '../../components/DenseTable.tsx'
import { Name } from '../../components/Name.tsx'
import { StateTag } from '../../components/StateTag.tsx'
import type { Tone } from '../../components/tone.ts'
import { ageText } from '../../lib/dates.ts'
import { messages } from '../../messages/index.ts'
import { tenants as words } from '../../messages/tenants.ts'
import { limitLines } from './usage-rules.ts'

const { columns } = words

export const TONES: Record<Tenant['state'], Tone> = {
  none: 'neutral',
  requested: 'money',
  active: 'proof',
  flagged: 'money',
  suspended: 'danger',
  archived: 'neutral',
}

const limitsText = (tenant: Tenant, usage: Usage): string =>
  limitLines(tenant, usage)
    .map(({ text }) => text)
    .join(', ')

const reasonOf = ({ reason, coming }: Tenant): string => reason ?? coming?.reason ?? ''

const backendOf = ({ paidBy }: Tenant): string => words.backends[paidBy?.backend ?? 'nobody']

/** `now` decides how old something is, so the columns are made anew when the page's time moves on. */
export const tenantColumns = (now: string, usage: Usage): readonly TableColumn<Tenant>[] => [
  {
    id: 'team',
    head: columns.team,
    width: 180,
    cell: ({ teamId }) => <Name isCut>{teamId}</Name>,
    text: ({ teamId }) => teamId,
    isFixed: true,
  },
  {
    id: 'state',
    head: columns.state,
    width: 120,
    cell: ({ state }) => <StateTag tone={TONES[state]}>{words.states[state]}</StateTag>,
    text: ({ state }) => words.states[state],
  },
  {
    id: 'paid-by',
    head: columns.paidBy,
    width: 96,
    cell: backendOf,
    text: backendOf,
  },
  {
    id: 'reason',
    head: columns.reason,
    width: 320,
    cell: (tenant) => <Name isCut>{reasonOf(tenant)}</Name>,
    text: reasonOf,
  },
  {
    id: 'limits',
    head: columns.limits,
    width: 240,
    cell: (tenant) => <Name isCut>{limitsText(tenant, usage)}</Name>,
    text: (tenant) => limitsText(tenant, usage),
  },
  {
    id: 'problem',
    head: columns.problem,
    width: 260,
    cell: ({ problem }) => <Name isCut>{problem ?? messages.common.none}</Name>,
    text: ({ problem }) => problem ?? '',
  },
  {
    id: 'checked',
    head: columns.checked,
    width: 110,
    hasFigures: true,
    cell: ({ checkedAt }) => (checkedAt === null ? words.figures.never : words.figures.ago(ageText(checkedAt, now))),
    text: ({ checkedAt }) => checkedAt ?? '',
  },
]
