import type { Campaign } from '@countersign/shared/features/coupons'
import { Button } from '../../components/Button.tsx'
import { DenseTable } from '../../components/DenseTable.tsx'
import { Empty } from '../../components/Empty.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { SidePanel } from '../../components/SidePanel.tsx'
import { deskPaths } from '../../lib/desk-paths.ts'
import { campaigns as words, coupons } from '../../messages/coupons.ts'
import { campaignColumns } from './campaign-columns.tsx'
import { CampaignPanel } from './CampaignPanel.tsx'
import { useCampaigns } from './use-liability.ts'

export interface CampaignsViewProps {
  readonly itemId: string | undefined
  readonly onItem: (id: string | undefined) => void
}

const NONE: readonly Campaign[] = []
const idOf = ({ id }: Campaign): string => id
const nameOf = ({ name }: Campaign): string => name

/** Coupons that are meant to be published, with what they cost so far. */
export const CampaignsView = ({ itemId, onItem }: CampaignsViewProps) => {
  const { data, error, isPending, isFetching, refetch } = useCampaigns()
  const chosen = data?.find(({ id }) => id === itemId)
  return (
    <SidePanel
      label={words.panel}
      panel={chosen && <CampaignPanel key={chosen.id} campaign={chosen} />}
      onClose={() => onItem(undefined)}
    >
      <DenseTable
        label={words.table}
        rows={data ?? NONE}
        columns={campaignColumns}
        rowId={idOf}
        rowLabel={nameOf}
        activeId={itemId}
        onActive={onItem}
        isLoading={isPending}
        hasPageKeys
        fileName="campaigns"
        empty={
          <Empty
            title={words.emptyTitle}
            actions={<Button onPress={() => (location.hash = deskPaths.newCampaign())}>{words.create}</Button>}
          >
            {words.empty}
          </Empty>
        }
        {...(error === null
          ? {}
          : {
              problem: (
                <FailureProblem
                  title={coupons.page.reading}
                  error={error}
                  onRetry={() => void refetch()}
                  isRetrying={isFetching}
                />
              ),
            })}
      />
    </SidePanel>
  )
}
