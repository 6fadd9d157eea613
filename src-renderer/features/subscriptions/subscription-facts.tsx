import type { Subscription } from '@countersign/shared/features/subscriptions'
import { CopyId } from '../../components/CopyId.tsx'
import type { Fact } from '../../components/FactList.tsx'
import { dayText, leftText } from '../../lib/dates.ts'
import { team } from '../../messages/team.ts'
import type { TeamPlace } from './place.ts'

const words = team.subscription
const names = words.facts

export interface Surroundings {
  readonly now: string
  readonly hrefOf: TeamPlace['hrefOf']
}

const dated = (label: string, at: string | null, now: string): readonly Fact[] => {
  if (at === null) return []
  const left = leftText(at, now)
  return [{ label, value: left === undefined ? dayText(at) : `${dayText(at)}, in ${left}` }]
}

const pauseFact = ({ pause }: Subscription): readonly Fact[] => {
  if (pause === null) return []
  const kept = words.pauses[pause.behavior] ?? pause.behavior
  const until = pause.resumesAt === null ? '' : `, ${words.resumes(dayText(pause.resumesAt))}`
  return [{ label: names.pause, value: `${kept}${until}`, tone: 'money' }]
}

const scheduleFact = ({ schedule }: Subscription): readonly Fact[] => {
  if (schedule === null) return []
  const { changesAt, summary } = schedule
  return [
    {
      label: names.schedule,
      value: changesAt === null ? words.changeSoon(summary) : words.change(dayText(changesAt), summary),
    },
  ]
}

const supportFact = ({ items }: Subscription): readonly Fact[] => {
  const named = [...new Set(items.flatMap(({ supportPriority }) => supportPriority ?? []))]
  return named.length === 0 ? [] : [{ label: names.support, value: named.join(', ') }]
}

const latestFact = ({ latestInvoiceStripeId }: Subscription, hrefOf: TeamPlace['hrefOf']): readonly Fact[] =>
  latestInvoiceStripeId === null
    ? []
    : [
        {
          label: names.latest,
          value: (
            <a className="cs-link cs-mono" href={hrefOf({ tab: 'invoices', item: latestInvoiceStripeId })}>
              <bdi>{latestInvoiceStripeId}</bdi>
            </a>
          ),
        },
      ]

/** What is there; a date that isn't set has no row. */
export const subscriptionFacts = (row: Subscription, { now, hrefOf }: Surroundings): readonly Fact[] => [
  { label: names.id, value: <CopyId value={row.stripeId} what={words.panel} /> },
  ...pauseFact(row),
  ...scheduleFact(row),
  ...dated(names.trial, row.trialEndsAt, now),
  ...dated(names.cancel, row.endedAt === null ? row.cancelAt : null, now),
  ...dated(names.cancelled, row.canceledAt, now),
  ...dated(names.ended, row.endedAt, now),
  {
    label: names.collects,
    value: row.collectionMethod === 'send_invoice' ? words.byInvoice(row.daysUntilDue) : words.automatically,
  },
  {
    label: names.pays,
    value: row.paymentMethod === null ? words.customerDefault : team.facts.payment(row.paymentMethod),
  },
  { label: names.mode, value: words.modes[row.billingMode] },
  ...supportFact(row),
  ...latestFact(row, hrefOf),
  { label: names.started, value: dayText(row.startedAt) },
]
