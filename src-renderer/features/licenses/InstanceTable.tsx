import type { InstanceLine } from '@countersign/shared/features/license-desk'
import { type ReactNode, useMemo } from 'react'
import { DenseTable } from '../../components/DenseTable.tsx'
import { deskPaths } from '../../lib/desk-paths.ts'
import { useNow } from '../../lib/use-now.ts'
import { instanceColumns } from './instance-columns.tsx'

export interface InstanceTableProps {
  readonly label: string
  readonly rows: readonly InstanceLine[]
  readonly empty: ReactNode
  readonly activeId?: string | undefined
}

const idOf = ({ id }: InstanceLine): string => id
const open = ({ id }: InstanceLine): void => {
  location.hash = deskPaths.instance(id)
}

/** Enter opens the page that says why it stopped. */
export const InstanceTable = ({ label, rows, empty, activeId }: InstanceTableProps) => {
  const now = useNow()
  const columns = useMemo(() => instanceColumns<InstanceLine>(now), [now])
  return (
    <DenseTable
      label={label}
      rows={rows}
      columns={columns}
      rowId={idOf}
      rowLabel={({ name }) => name}
      {...(activeId === undefined ? {} : { activeId, onActive: () => {} })}
      onOpen={open}
      empty={empty}
    />
  )
}
