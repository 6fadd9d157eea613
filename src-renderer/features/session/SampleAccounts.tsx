import { useMutation } from '@tanstack/react-query'
import { Avatar } from '../../components/Avatar.tsx'
import { EnvTag } from '../../components/EnvTag.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Name } from '../../components/Name.tsx'
import { session } from '../../messages/session.ts'
import { authDoor } from './auth-door.ts'
import type { SignInMethods } from './auth-shapes.ts'
import { useEnter } from './use-enter.ts'
import s from './SignIn.module.css'

type Account = SignInMethods['sampleAccounts'][number]

/** Only the embedded companion beside sample data tells these. */
export const SampleAccounts = ({ accounts }: { readonly accounts: readonly Account[] }) => {
  const enter = useEnter()
  const signIn = useMutation({
    mutationFn: async ({ email, password }: Account) => {
      await authDoor.signInLocal({ email, password })
      await enter()
    },
  })
  return (
    <section className={s['samples']} aria-label={session.samples.title}>
      <div className={s['samplesHead']}>
        <EnvTag env="test" />
        <b>{session.samples.title}</b>
        <span className="cs-faint">{session.samples.note}</span>
      </div>
      {signIn.error && <FailureProblem title={session.signIn.failed} error={signIn.error} />}
      <ul>
        {accounts.map((account) => (
          <li key={account.email}>
            <button
              type="button"
              className={s['sample']}
              aria-busy={signIn.isPending && signIn.variables.email === account.email}
              onClick={() => signIn.isPending || signIn.mutate(account)}
            >
              <Avatar name={account.name} size="md" />
              <span className="cs-sr">{session.samples.as} </span>
              <Name isCut className="cs-med">
                {account.name}
              </Name>
              <span className="cs-sr">, </span>
              <span className="cs-faint cs-push">{session.rolesText(account.roles)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
