import type { InboxEvent } from '@countersign/shared/features/webhooks'
import type { TableColumn } from '../../components/DenseTable.tsx'
import { Name } from '../../components/Name.tsx'
import { StateTag } from '../../components/StateTag.tsx'
import type { Tone } from '../../components/tone.ts'
import { ageText } from '../../lib/dates.ts'
import { messages } from '../../messages/index.ts'
import { webhooks as words } from '../../messages/webhooks.ts'

const { columns } = words

export const TONES: Record<InboxEvent['state'], Tone> = {
  waiting: 'money',
  applied: 'proof',
  ignored: 'neutral',
  failed: 'danger',
}

/** `now` decides how old something is, so the columns are made anew when the page's time moves on. */
export const inboxColumns = (now: string): readonly TableColumn<InboxEvent>[] => [
  {
    id: 'type',
    head: columns.type,
    cell: ({ type }) => <Name isCut>{type}</Name>,
    text: ({ type }) => type,
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
    id: 'object',
    head: columns.object,
    width: 200,
    cell: ({ objectStripeId }) => <Name isCut>{objectStripeId ?? messages.common.none}</Name>,
    text: ({ objectStripeId }) => objectStripeId ?? '',
  },
  {
    id: 'age',
    head: columns.age,
    width: 110,
    hasFigures: true,
    cell: ({ heardAt }) => words.figures.ago(ageText(heardAt, now)),
    text: ({ heardAt }) => heardAt,
  },
  {
    id: 'attempts',
    head: columns.attempts,
    width: 90,
    hasFigures: true,
    cell: ({ attempts }) => attempts,
    text: ({ attempts }) => String(attempts),
  },
  {
    id: 'reason',
    head: columns.reason,
    width: 260,
    cell: ({ problem }) => <Name isCut>{problem ?? messages.common.none}</Name>,
    text: ({ problem }) => problem ?? '',
  },
]
