import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Empty } from '../../components/Empty.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { PageHead } from '../../components/PageHead.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { useHealth } from '../../features/system/use-health.ts'
import { ChangeContractForm, StartContractForm } from '../../features/tenants/ContractForm.tsx'
import { useContracts } from '../../features/tenants/use-contracts.ts'
import { deskPaths } from '../../lib/desk-paths.ts'
import { usePageTitle } from '../../lib/use-page-title.ts'
import { contracts as words } from '../../messages/contracts.ts'
import { desk } from '../../messages/desk.ts'

const route = getRouteApi('/tenants/contract')

interface FormProps {
  readonly teamId: string
  readonly env: 'live' | 'test'
  readonly onAsked: (id: string) => void
  readonly onCancel: () => void
}

const Change = ({ teamId, contractId, ...form }: FormProps & { readonly contractId: string }) => {
  const { data, error, refetch } = useContracts(teamId)
  if (error !== null) return <FailureProblem title={words.notRead} error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton rows={6} />
  const contract = data.find(({ id }) => id === contractId)
  return contract ? <ChangeContractForm contract={contract} {...form} /> : <Empty title={words.gone} />
}

/** A contract to be asked for, or to be changed. */
export const ContractPage = () => {
  const { team = '', contract } = route.useSearch()
  const navigate = useNavigate()
  const mode = useHealth().data?.health.mode ?? 'TEST'
  const title = words.title[contract === undefined ? 'start' : 'change']
  usePageTitle(title)
  const form: FormProps = {
    teamId: team,
    env: mode === 'LIVE' ? 'live' : 'test',
    onAsked: (id) => void navigate({ to: '/approvals', search: { item: id, show: 'mine' } }),
    onCancel: () => void navigate({ to: '/tenants', search: team === '' ? {} : { item: team } }),
  }
  return (
    <>
      <PageHead
        title={title}
        size="lg"
        crumbs={[{ label: desk.pages.tenants, href: deskPaths.tenants() }]}
        lead={words.lead}
      />
      {contract === undefined ? <StartContractForm {...form} /> : <Change contractId={contract} {...form} />}
    </>
  )
}
