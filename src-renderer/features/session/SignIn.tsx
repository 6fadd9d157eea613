import { type ErrorCode, isErrorCode } from '@countersign/shared/errors'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Notice } from '../../components/Notice.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { DeskFailure, failureFrom } from '../../lib/failure.ts'
import { usePageTitle } from '../../lib/use-page-title.ts'
import { session } from '../../messages/session.ts'
import { authDoor } from './auth-door.ts'
import { FirstRun } from './FirstRun.tsx'
import { LocalSignIn } from './LocalSignIn.tsx'
import { OidcSignIn } from './OidcSignIn.tsx'
import { SampleAccounts } from './SampleAccounts.tsx'
import s from './SignIn.module.css'

const Ways = () => {
  const methods = useQuery({ queryKey: ['auth', 'methods'], queryFn: ({ signal }) => authDoor.methods(signal) })
  if (methods.error) {
    return (
      <FailureProblem
        title={session.signIn.noMethods}
        error={methods.error}
        onRetry={() => void methods.refetch()}
        isRetrying={methods.isFetching}
      />
    )
  }
  if (!methods.data) return <Skeleton rows={3} />
  const { local, oidc, firstRun, sampleAccounts } = methods.data
  if (firstRun) return <FirstRun />
  if (!local && !oidc) return <Notice tone="money">{session.signIn.noneOffered}</Notice>
  return (
    <>
      {sampleAccounts.length > 0 && <SampleAccounts accounts={sampleAccounts} />}
      {oidc && <OidcSignIn name={oidc.name} />}
      {local && <LocalSignIn isFirst={sampleAccounts.length === 0} />}
    </>
  )
}

/** The way back from the identity provider ends here with a code when it was refused. */
const refusedCode = (): ErrorCode | undefined => {
  const code = new URLSearchParams(location.search).get('refused') ?? ''
  return isErrorCode(code) ? code : undefined
}

const Refused = () => {
  const [code] = useState(refusedCode)
  // Said once: not again after a reload.
  useEffect(() => history.replaceState(history.state, '', location.pathname + location.hash), [])
  return code && <FailureProblem title={session.signIn.refused} error={new DeskFailure(failureFrom(code))} />
}

export const SignIn = ({ isAgain = false }: { readonly isAgain?: boolean }) => {
  const { title, again, againWhy, lead } = session.signIn
  usePageTitle(isAgain ? again : title)
  return (
    <section className={s['body']} aria-label={isAgain ? again : title}>
      <div>
        <h1 className={s['title']}>{isAgain ? again : title}</h1>
        <p className="cs-dim">{isAgain ? againWhy : lead}</p>
      </div>
      <Refused />
      <Ways />
    </section>
  )
}
