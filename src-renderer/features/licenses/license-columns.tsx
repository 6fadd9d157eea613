import type { LicenseLine } from '@countersign/shared/features/license-desk'
import type { TableColumn } from '../../components/DenseTable.tsx'
import { Name } from '../../components/Name.tsx'
import { StateTag } from '../../components/StateTag.tsx'
import type { Tone } from '../../components/tone.ts'
import { dayText } from '../../lib/dates.ts'
import { licenses as words } from '../../messages/licenses.ts'

export const STATE_TONES: Record<LicenseLine['state'], Tone> = {
  'pending-payment': 'money',
  active: 'proof',
  'past-due': 'money',
  suspended: 'danger',
  ended: 'neutral',
  revoked: 'danger',
}

const { columns } = words

export const updatesText = ({ updatesUntil }: Pick<LicenseLine, 'updatesUntil'>): string =>
  updatesUntil === null ? words.everyVersion : dayText(updatesUntil)

const seatsText = ({ production: { held, paid } }: LicenseLine): string => words.held(held, paid)
const keyText = ({ keyEndings }: LicenseLine): string => (keyEndings.length === 0 ? words.noKey : keyEndings.join(', '))

/** What every list of licenses shows. */
export const licenseColumns: readonly TableColumn<LicenseLine>[] = [
  {
    id: 'team',
    head: columns.team,
    width: 130,
    cell: ({ teamId }) => <Name isCut>{teamId}</Name>,
    text: ({ teamId }) => teamId,
    isFixed: true,
  },
  {
    id: 'customer',
    head: columns.customer,
    cell: ({ customerName }) => <Name isCut>{customerName ?? ''}</Name>,
    text: ({ customerName }) => customerName ?? '',
  },
  {
    id: 'plan',
    head: columns.plan,
    width: 110,
    cell: ({ plan }) => <Name isCut>{plan}</Name>,
    text: ({ plan }) => plan,
  },
  {
    id: 'state',
    head: columns.state,
    width: 140,
    cell: ({ state, reason }) => (
      <StateTag tone={STATE_TONES[state]} title={reason}>
        {words.states[state]}
      </StateTag>
    ),
    text: ({ state }) => words.states[state],
  },
  { id: 'seats', head: columns.seats, width: 80, align: 'end', cell: seatsText, text: seatsText },
  { id: 'updates', head: columns.updates, width: 120, hasFigures: true, cell: updatesText, text: updatesText },
  { id: 'key', head: columns.key, width: 100, hasFigures: true, cell: keyText, text: keyText },
  {
    id: 'reason',
    head: columns.reason,
    width: 300,
    cell: ({ problem, reason }) => <Name isCut>{problem ?? reason}</Name>,
    text: ({ problem, reason }) => problem ?? reason,
  },
]
