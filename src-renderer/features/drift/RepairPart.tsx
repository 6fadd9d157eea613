import type { DriftFinding, DriftRepair } from '@countersign/shared/features/drift'
import { Button } from '../../components/Button.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Notice } from '../../components/Notice.tsx'
import { deskPaths } from '../../lib/desk-paths.ts'
import { useMissingPermission } from '../../lib/use-me.ts'
import { drift as words } from '../../messages/drift.ts'
import { useRepair } from './use-drift.ts'
import s from './Drift.module.css'

type Direct = Extract<DriftRepair, { kind: 'reread' | 'reconcile' }>

const PAGES: Record<Extract<DriftRepair, { kind: 'page' }>['page'], string> = {
  approvals: deskPaths.approvals(),
  webhooks: deskPaths.webhooks({ show: 'failed' }),
  invoices: deskPaths.invoices(),
  coupons: deskPaths.coupons(),
  tenants: deskPaths.tenants(),
}

const go = (href: string): void => {
  location.hash = href
}

const DirectRepair = ({ finding, repair }: { readonly finding: DriftFinding; readonly repair: Direct }) => {
  const reason = useMissingPermission('drift.manage')
  const mend = useRepair()
  return (
    <>
      <div className={s['buttons']}>
        <Button kind="primary" isBusy={mend.isPending} reason={reason} onPress={() => mend.mutate({ id: finding.id })}>
          {words.buttons[repair.kind]}
        </Button>
      </div>
      {mend.error !== null && <FailureProblem title={words.notRepaired} error={mend.error} money={{ moved: 'none' }} />}
      {mend.data && (
        <Notice tone={mend.data.outcome === 'differs' ? 'money' : 'proof'} isLive>
          {words.outcomes[mend.data.outcome]}
        </Notice>
      )}
    </>
  )
}

const hrefOf = (
  repair: DriftRepair,
  teamId: string | null,
): { readonly href: string; readonly label: string } | null => {
  if (repair.kind === 'page') return { href: PAGES[repair.page], label: words.buttons[repair.page] }
  if (repair.kind !== 'form') return null
  const { form, customerStripeId, subscriptionStripeId: subscription, creditStripeId: credit } = repair
  return {
    href: deskPaths.teamForm({ customerStripeId, form, team: teamId, subscription, credit }),
    label: words.buttons[form],
  }
}

/** What would be done, in words, and the button for it: at once where no money moves, else a form or a page. */
export const RepairPart = ({ finding }: { readonly finding: DriftFinding }) => {
  const { repair, state, teamId } = finding
  const isOver = state === 'repaired' || state === 'gone'
  const link = hrefOf(repair, teamId)
  return (
    <>
      <h3 className={s['subtitle']}>{words.repair}</h3>
      <p className={s['words']}>{repair.words}</p>
      {!isOver && (repair.kind === 'reread' || repair.kind === 'reconcile') && (
        <DirectRepair finding={finding} repair={repair} />
      )}
      {!isOver && link && (
        <div className={s['buttons']}>
          <Button kind="primary" onPress={() => go(link.href)}>
            {link.label}
          </Button>
        </div>
      )}
    </>
  )
}
