import { RotateCw } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { useMissingPermission } from '../../lib/use-me.ts'
import { tenants as words } from '../../messages/tenants.ts'
import { useReconcile } from './use-tenants.ts'

/** Has the tenant compared now, with what is paid and with what is there. */
export const LookAgain = ({ teamId }: { readonly teamId: string }) => {
  const reason = useMissingPermission('tenant.reconcile')
  const reconcile = useReconcile()
  return (
    <>
      <Button icon={RotateCw} isBusy={reconcile.isPending} reason={reason} onPress={() => reconcile.mutate({ teamId })}>
        {words.again}
      </Button>
      {reconcile.error !== null && <FailureProblem title={words.notAsked} error={reconcile.error} />}
    </>
  )
}
