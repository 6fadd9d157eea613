import type { Usage } from '@countersign/shared/features/metering'
import type { Tenant } from '@countersign/shared/features/tenants'
import { Button } from '../../components/Button.tsx'
import { FactList } from '../../components/FactList.tsx'
import { Name } from '../../components/Name.tsx'
import { StateTag } from '../../components/StateTag.tsx'
import { deskPaths } from '../../lib/desk-paths.ts'
import { tenants as words } from '../../messages/tenants.ts'
import { ContractList } from './ContractList.tsx'
import { History } from './History.tsx'
import { Invitation } from './Invitation.tsx'
import { LookAgain } from './LookAgain.tsx'
import { TONES } from './tenant-columns.tsx'
import { longFacts } from './tenant-facts.tsx'
import { useTeamTenant } from './use-tenants.ts'
import s from './Tenants.module.css'

export interface TenantPanelProps {
  readonly tenant: Tenant
  readonly usage: Usage
  readonly now: string
}

/** One tenant: how it is and why, what holds it up, and how it came there. */
export const TenantPanel = ({ tenant, usage, now }: TenantPanelProps) => {
  const { customerStripeId, teamId, state } = tenant
  const known = useTeamTenant(teamId).data
  return (
    <>
      <h2 className={s['title']}>
        <Name>{teamId}</Name>
      </h2>
      <div className={s['tags']}>
        <StateTag tone={TONES[state]}>{words.states[state]}</StateTag>
      </div>
      <FactList facts={longFacts({ tenant, usage, now })} labels="long" />
      <div className={s['tags']}>
        <LookAgain teamId={teamId} />
        {customerStripeId !== null && (
          <Button onPress={() => (location.hash = deskPaths.team({ customerStripeId, team: teamId }))}>
            {words.openTeam}
          </Button>
        )}
      </div>
      {known && <Invitation known={known} now={now} />}
      <ContractList teamId={teamId} />
      <History teamId={teamId} />
    </>
  )
}
