import type { Env } from '../../components/EnvTag.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { PageHead } from '../../components/PageHead.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { dayText } from '../../lib/dates.ts'
import { policy as words } from '../../messages/policy.ts'
import { PolicyForm } from './PolicyForm.tsx'
import { usePolicyVersions } from './use-policy.ts'
import s from './Policy.module.css'

export interface PolicyViewProps {
  readonly title: string
  readonly env: Env
  readonly onAsked: (requestId: string) => void
}

type Versions = NonNullable<ReturnType<typeof usePolicyVersions>['data']>

const History = ({ versions }: { readonly versions: Versions }) => (
  <ul className={s['versions']} aria-label={words.versions}>
    {versions.map(({ version, createdAt }, at) => (
      <li key={version}>
        {words.version(version)}{' '}
        <span className="cs-dim">
          {at === 0 ? `${words.inForce}, ${words.since(dayText(createdAt))}` : words.from(dayText(createdAt))}
        </span>
      </li>
    ))}
  </ul>
)

/** The policy in force, its versions, and the form that a change of it begins in. */
export const PolicyView = ({ title, env, onAsked }: PolicyViewProps) => {
  const { data, error, refetch, isFetching } = usePolicyVersions()
  const [newest] = data ?? []
  return (
    <>
      <PageHead title={title} lead={words.lead} {...(data ? { end: <History versions={data.slice(0, 4)} /> } : {})} />
      {newest && <PolicyForm key={newest.version} inForce={newest.document} env={env} onAsked={onAsked} />}
      {!newest && (
        <div className={s['wait']}>
          {error ? (
            <FailureProblem
              title={words.notRead}
              error={error}
              onRetry={() => void refetch()}
              isRetrying={isFetching}
            />
          ) : (
            <Skeleton rows={8} />
          )}
        </div>
      )}
    </>
  )
}
