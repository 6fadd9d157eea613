import type { InboxEvent } from '@countersign/shared/features/webhooks'
import { Button } from '../../components/Button.tsx'
import { CopyId } from '../../components/CopyId.tsx'
import { type Fact, FactList } from '../../components/FactList.tsx'
import { Name } from '../../components/Name.tsx'
import { StateTag } from '../../components/StateTag.tsx'
import { timeText } from '../../lib/dates.ts'
import { deskPaths } from '../../lib/desk-paths.ts'
import { webhooks as words } from '../../messages/webhooks.ts'
import { TONES } from './inbox-columns.tsx'
import s from './Webhooks.module.css'

const { facts: labels } = words

const idFact = (label: string, value: string | null): readonly Fact[] =>
  value === null ? [] : [{ label, value: <CopyId value={value} what={label} /> }]

const factsOf = (event: InboxEvent): readonly Fact[] => [
  ...idFact(labels.event, event.id),
  ...idFact(labels.object, event.objectStripeId),
  ...idFact(labels.customer, event.customerStripeId),
  {
    label: labels.endpoint,
    value: event.endpoint === null ? labels.byListing : labels.byDelivery(event.endpoint),
  },
  { label: labels.made, value: timeText(event.madeAt) },
  { label: labels.heard, value: timeText(event.heardAt) },
  ...(event.endedAt === null ? [] : [{ label: labels.ended, value: timeText(event.endedAt) }]),
  { label: labels.attempts, value: event.attempts },
  ...(event.problem === null ? [] : [{ label: labels.reason, value: event.problem }]),
]

/** One event: what it was about, how it came in and what became of it. */
export const EventPanel = ({ event }: { readonly event: InboxEvent }) => {
  const { customerStripeId } = event
  return (
    <>
      <h2 className={s['title']}>
        <Name>{event.type}</Name>
      </h2>
      <div className={s['tags']}>
        <StateTag tone={TONES[event.state]}>{words.states[event.state]}</StateTag>
      </div>
      <FactList facts={factsOf(event)} />
      {customerStripeId !== null && (
        <div className={s['buttons']}>
          <Button onPress={() => (location.hash = deskPaths.team({ customerStripeId }))}>{words.openTeam}</Button>
        </div>
      )}
    </>
  )
}
