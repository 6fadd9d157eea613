import type { Staff } from '@countersign/shared/features/staff'
import { useQuery } from '@tanstack/react-query'
import { DenseTable } from '../../components/DenseTable.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { SidePanel } from '../../components/SidePanel.tsx'
import { useTRPC } from '../../lib/trpc.ts'
import { staff as words } from '../../messages/staff.ts'
import { PersonPanel } from './PersonPanel.tsx'
import { staffColumns } from './staff-columns.tsx'

export interface StaffPanelProps {
  readonly itemId: string | undefined
  readonly onItem: (id: string | undefined) => void
}

const idOf = ({ id }: Staff): string => id
const nameOf = ({ name }: Staff): string => name
const NOBODY: readonly Staff[] = []

export const StaffPanel = ({ itemId, onItem }: StaffPanelProps) => {
  const trpc = useTRPC()
  const list = useQuery(trpc.staff.list.queryOptions())
  const chosen = list.data?.find(({ id }) => id === itemId)
  return (
    <SidePanel
      label={words.panel}
      panel={chosen && <PersonPanel key={chosen.id} person={chosen} />}
      onClose={() => onItem(undefined)}
    >
      <DenseTable
        label={words.table}
        rows={list.data ?? NOBODY}
        columns={staffColumns}
        rowId={idOf}
        rowLabel={nameOf}
        activeId={itemId}
        onActive={onItem}
        isLoading={list.isPending}
        hasPageKeys
        {...(list.error
          ? {
              problem: <FailureProblem title={words.notRead} error={list.error} onRetry={() => void list.refetch()} />,
            }
          : {})}
      />
    </SidePanel>
  )
}
