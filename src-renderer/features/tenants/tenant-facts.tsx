import type { Usage } from '@countersign/shared/features/metering'
import type { Tenant } from '@countersign/shared/features/tenants'
import { CopyId } from '../../components/CopyId.tsx'
import type { Fact } from '../../components/FactList.tsx'
import { ageText, timeText } from '../../lib/dates.ts'
import { tenants as words } from '../../messages/tenants.ts'
import { limitLines } from './usage-rules.ts'
import s from './Tenants.module.css'

const { facts: labels } = words

const fact = (label: string, value: string | null): readonly Fact[] => (value === null ? [] : [{ label, value }])

const timeFact = (label: string, at: string | null): readonly Fact[] => fact(label, at === null ? null : timeText(at))

const comingText = (coming: Tenant['coming']): string | null =>
  coming && labels.comingText(words.states[coming.state], coming.reason)

const joined = (parts: readonly string[], between: string): string | null =>
  parts.length === 0 ? null : parts.join(between)

interface LimitsProps {
  readonly tenant: Tenant
  readonly usage: Usage
  readonly now: string
}

const Limits = ({ tenant, usage, now }: LimitsProps) => {
  const lines = limitLines(tenant, usage)
  if (lines.length === 0) return labels.unlimited
  return (
    <ul className={s['limits']}>
      {lines.map(({ name, text, measuredAt, isOver }) => (
        <li key={name} className={isOver ? s['over'] : undefined}>
          {text}
          {measuredAt !== undefined && <span className="cs-dim"> {words.counted(ageText(measuredAt, now))}</span>}
        </li>
      ))}
    </ul>
  )
}

const limitFacts = (props: LimitsProps): readonly Fact[] =>
  props.tenant.limits === null && limitLines(props.tenant, props.usage).length === 0
    ? []
    : [{ label: labels.limits, value: <Limits {...props} /> }]

const paidFacts = ({ paidBy, customerStripeId }: Tenant): readonly Fact[] => [
  ...fact(labels.paidBy, words.backends[paidBy?.backend ?? 'nobody']),
  ...(customerStripeId === null
    ? []
    : [{ label: labels.customer, value: <CopyId value={customerStripeId} what={labels.customer} /> }]),
]

/** What anybody asks first: why it is as it is, who pays, what it may use and uses, and what holds it up. */
export const shortFacts = (props: LimitsProps): readonly Fact[] => {
  const { tenant } = props
  return [
    ...fact(labels.reason, tenant.reason),
    ...fact(labels.coming, comingText(tenant.coming)),
    ...fact(labels.paidBy, words.backends[tenant.paidBy?.backend ?? 'nobody']),
    ...limitFacts(props),
    ...fact(labels.problem, tenant.problem),
  ]
}

export const longFacts = (props: LimitsProps): readonly Fact[] => {
  const { tenant } = props
  const faults = tenant.faults.map(({ onStripeId, key, value, why }) => labels.fault(onStripeId, key, value, why))
  return [
    ...paidFacts(tenant),
    ...fact(labels.reason, tenant.reason),
    ...fact(labels.coming, comingText(tenant.coming)),
    ...limitFacts(props),
    ...fact(labels.ignored, joined(tenant.ignoredLimits, ', ')),
    ...fact(labels.faults, joined(faults, ' ')),
    ...timeFact(labels.stopped, tenant.stoppedAt),
    ...fact(labels.problem, tenant.problem),
    ...timeFact(labels.since, tenant.stuckSince),
    ...timeFact(labels.looked, tenant.lookedAt),
    ...fact(labels.lookProblem, tenant.lookProblem),
    ...timeFact(labels.checked, tenant.checkedAt),
    ...timeFact(labels.next, tenant.nextAt),
  ]
}
