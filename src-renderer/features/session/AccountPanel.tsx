import { FactList } from '../../components/FactList.tsx'
import { Name } from '../../components/Name.tsx'
import { Panel } from '../../components/Panel.tsx'
import { Button } from '../../components/Button.tsx'
import { timeText } from '../../lib/dates.ts'
import { useMe } from '../../lib/use-me.ts'
import { session } from '../../messages/session.ts'
import { account } from '../../messages/staff.ts'
import { ChangePassword } from './ChangePassword.tsx'
import { SecondFactor } from './SecondFactor.tsx'
import { useLeave } from './use-enter.ts'

/** Who one is here, and what keeps others from being it. */
export const AccountPanel = () => {
  const me = useMe()
  const leave = useLeave()
  if (!me) return null
  const { staff, sessionExpiresAt } = me
  return (
    <>
      <Panel
        title={staff.name}
        aside={
          <Button kind="quiet" size="sm" onPress={() => void leave()}>
            {session.signOut}
          </Button>
        }
      >
        <FactList
          facts={[
            { label: account.email, value: <Name>{staff.email}</Name> },
            { label: account.roles, value: session.rolesText(staff.roles) },
            { label: account.until, value: timeText(sessionExpiresAt) },
          ]}
        />
      </Panel>
      <ChangePassword />
      <SecondFactor />
    </>
  )
}
