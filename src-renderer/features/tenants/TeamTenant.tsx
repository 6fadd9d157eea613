import type { Usage } from '@countersign/shared/features/metering'
import { FactList } from '../../components/FactList.tsx'
import { Panel } from '../../components/Panel.tsx'
import { StateTag } from '../../components/StateTag.tsx'
import { deskPaths } from '../../lib/desk-paths.ts'
import { tenants as words } from '../../messages/tenants.ts'
import { History } from './History.tsx'
import { Invitation } from './Invitation.tsx'
import { LookAgain } from './LookAgain.tsx'
import { TONES } from './tenant-columns.tsx'
import { shortFacts } from './tenant-facts.tsx'
import { useTeamTenant } from './use-tenants.ts'
import s from './Tenants.module.css'

export interface TeamTenantProps {
  readonly teamId: string
  readonly usage: Usage
  readonly now: string
}

const SHOWN = 3

/** What is run for a team, on its page. Nothing where nothing is. */
export const TeamTenant = ({ teamId, usage, now }: TeamTenantProps) => {
  const known = useTeamTenant(teamId).data
  if (!known) return null
  const { tenant } = known
  return (
    <Panel
      title={words.teamPanel}
      aside={
        <a className="cs-link" href={deskPaths.tenants({ item: teamId })}>
          {words.inTenants}
        </a>
      }
    >
      <div className={s['stack']}>
        <div className={s['tags']}>
          <StateTag tone={TONES[tenant.state]}>{words.states[tenant.state]}</StateTag>
        </div>
        <FactList facts={shortFacts({ tenant, usage, now })} />
        <Invitation known={known} now={now} />
        <div className={s['tags']}>
          <LookAgain teamId={teamId} />
        </div>
        <History teamId={teamId} most={SHOWN} />
      </div>
    </Panel>
  )
}
