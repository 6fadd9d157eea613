import type { TicketCase } from '@countersign/shared/features/cases'
import { CopyId } from '../../components/CopyId.tsx'
import { type Fact, FactList } from '../../components/FactList.tsx'
import { timeText } from '../../lib/dates.ts'
import { cases as words } from '../../messages/cases.ts'
import { waitsText } from './case-looks.ts'

const { facts } = words

const timeFact = (label: string, at: string | null): readonly Fact[] =>
  at === null ? [] : [{ label, value: timeText(at) }]

export const CaseFacts = ({ ticketCase }: { readonly ticketCase: TicketCase }) => {
  const { teamId, customerStripeId, holderName, openedAt, changedAt, closedAt } = ticketCase
  const waits = waitsText(ticketCase)
  return (
    <FactList
      labels="short"
      facts={[
        { label: facts.team, value: <CopyId value={teamId} what={facts.team} /> },
        ...(customerStripeId === null
          ? []
          : [{ label: facts.stripe, value: <CopyId value={customerStripeId} what={facts.stripe} /> }]),
        { label: facts.holder, value: <bdi>{holderName}</bdi> },
        { label: facts.waits, value: waits ?? words.waits.none, ...(waits === undefined ? {} : { tone: 'money' }) },
        ...timeFact(facts.opened, openedAt),
        ...timeFact(facts.changed, changedAt),
        ...timeFact(facts.closed, closedAt),
      ]}
    />
  )
}
