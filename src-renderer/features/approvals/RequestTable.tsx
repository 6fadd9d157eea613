import type { RequestLine } from '@countersign/shared/features/approvals'
import { useQuery } from '@tanstack/react-query'
import { DenseTable } from '../../components/DenseTable.tsx'
import { Empty } from '../../components/Empty.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { useTRPC } from '../../lib/trpc.ts'
import { approvals as words } from '../../messages/approvals.ts'
import { requestColumns } from './request-columns.tsx'

export interface RequestTableProps {
  readonly show: 'waiting' | 'mine'
}

const idOf = ({ id }: RequestLine): string => id
const titleOf = ({ title }: RequestLine): string => title
const NONE: readonly RequestLine[] = []

export const RequestTable = ({ show }: RequestTableProps) => {
  const trpc = useTRPC()
  const list = useQuery(trpc.approvals.list.queryOptions({ filter: show }))
  return (
    <DenseTable
      label={words.table}
      rows={list.data ?? NONE}
      columns={requestColumns}
      rowId={idOf}
      rowLabel={titleOf}
      isLoading={list.isPending}
      hasPageKeys
      empty={<Empty title={words.empty} />}
      {...(list.error
        ? { problem: <FailureProblem title={words.notRead} error={list.error} onRetry={() => void list.refetch()} /> }
        : {})}
    />
  )
}
