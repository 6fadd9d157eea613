import type { Tenant } from '@countersign/shared/features/tenants'
import { RotateCw } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { CopyId } from '../../components/CopyId.tsx'
import { type Fact, FactList } from '../../components/FactList.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Name } from '../../components/Name.tsx'
import { StateTag } from '../../components/StateTag.tsx'
import { timeText } from '../../lib/dates.ts'
import { deskPaths } from '../../lib/desk-paths.ts'
import { useMissingPermission } from '../../lib/use-me.ts'
import { tenants as words } from '../../messages/tenants.ts'
import { TONES } from './tenant-columns.tsx'
import { useReconcile, useTenantHistory } from './use-tenants.ts'
import s from './Tenants.module.css'

const { facts: labels } = words

const fact = (label: string, value: string | null): readonly Fact[] => (value === null ? [] : [{ label, value }])

const timeFact = (label: string, at: string | null): readonly Fact[] => fact(label, at === null ? null : timeText(at))

const limitsText = (limits: Tenant['limits']): string | null => {
  if (limits === null) return null
  const parts = Object.entries(limits).map(([key, count]) => `${key} ${count}`)
  return parts.length === 0 ? labels.unlimited : parts.join(', ')
}

const comingText = (coming: Tenant['coming']): string | null =>
  coming && labels.comingText(words.states[coming.state], coming.reason)

const joined = (parts: readonly string[], between: string): string | null =>
  parts.length === 0 ? null : parts.join(between)

const factsOf = (tenant: Tenant): readonly Fact[] => [
  ...(tenant.customerStripeId === null
    ? []
    : [{ label: labels.customer, value: <CopyId value={tenant.customerStripeId} what={labels.customer} /> }]),
  ...fact(labels.reason, tenant.reason),
  ...fact(labels.coming, comingText(tenant.coming)),
  ...fact(labels.limits, limitsText(tenant.limits)),
  ...fact(labels.ignored, joined(tenant.ignoredLimits, ', ')),
  ...fact(
    labels.faults,
    joined(
      tenant.faults.map(({ onStripeId, key, value, why }) => labels.fault(onStripeId, key, value, why)),
      ' ',
    ),
  ),
  ...fact(labels.problem, tenant.problem),
  ...timeFact(labels.since, tenant.stuckSince),
  ...timeFact(labels.checked, tenant.checkedAt),
  ...timeFact(labels.next, tenant.nextAt),
]

const History = ({ teamId }: Pick<Tenant, 'teamId'>) => {
  const history = useTenantHistory(teamId)
  if (history.error !== null) return <FailureProblem title={words.historyNotRead} error={history.error} />
  return (
    <>
      <h3 className={s['subtitle']}>{words.history}</h3>
      <ol aria-label={words.history} className={s['history']}>
        {(history.data?.events ?? []).map(({ sequence, kind, text, at }) => (
          <li key={sequence}>
            <b>{words.events[kind]}</b> {timeText(at)}: {text}
          </li>
        ))}
      </ol>
    </>
  )
}

/** One tenant: how it is and why, what holds it up, and how it came there. */
export const TenantPanel = ({ tenant }: { readonly tenant: Tenant }) => {
  const { customerStripeId, teamId, state } = tenant
  const reason = useMissingPermission('tenant.reconcile')
  const reconcile = useReconcile()
  return (
    <>
      <h2 className={s['title']}>
        <Name>{teamId}</Name>
      </h2>
      <div className={s['tags']}>
        <StateTag tone={TONES[state]}>{words.states[state]}</StateTag>
      </div>
      <FactList facts={factsOf(tenant)} labels="long" />
      <div className={s['tags']}>
        <Button
          icon={RotateCw}
          isBusy={reconcile.isPending}
          reason={reason}
          onPress={() => reconcile.mutate({ teamId })}
        >
          {words.again}
        </Button>
        {customerStripeId !== null && (
          <Button onPress={() => (location.hash = deskPaths.team({ customerStripeId, team: teamId }))}>
            {words.openTeam}
          </Button>
        )}
      </div>
      {reconcile.error !== null && <FailureProblem title={words.notAsked} error={reconcile.error} />}
      <History teamId={teamId} />
    </>
  )
}
