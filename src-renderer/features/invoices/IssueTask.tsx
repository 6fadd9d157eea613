import { Button } from '../../components/Button.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { deskPaths } from '../../lib/desk-paths.ts'
import { useMissingPermission } from '../../lib/use-me.ts'
import { wizard } from '../../messages/invoice-wizard.ts'
import { useIssueTask } from './use-manual-invoice.ts'

const words = wizard.sent

/** Issues the license that a task asks for, and opens it: there its key is made. */
export const IssueTask = ({ id }: { readonly id: string }) => {
  const issue = useIssueTask((licenseId) => {
    location.hash = deskPaths.license(licenseId)
  })
  const reason = useMissingPermission('license.issue')
  return (
    <>
      <Button size="sm" reason={reason} isBusy={issue.isPending} onPress={() => issue.mutate({ taskId: id })}>
        {words.issue}
      </Button>
      {issue.error !== null && <FailureProblem title={words.issueFailed} error={issue.error} />}
    </>
  )
}
