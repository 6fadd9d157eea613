import type { MeterCredential } from '@countersign/shared/features/metering'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Confirm } from '../../components/Confirm.tsx'
import { DenseTable } from '../../components/DenseTable.tsx'
import { Empty } from '../../components/Empty.tsx'
import { FactList } from '../../components/FactList.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { useAnnounce } from '../../components/LiveRegion.tsx'
import { Name } from '../../components/Name.tsx'
import { SidePanel } from '../../components/SidePanel.tsx'
import { timeText } from '../../lib/dates.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { useMissingPermission } from '../../lib/use-me.ts'
import { metering } from '../../messages/metering.ts'
import { AddKey } from './AddKey.tsx'
import { keyColumns, stateOf } from './key-columns.tsx'
import s from './Metering.module.css'

const words = metering.keys

const idOf = ({ id }: MeterCredential): string => id
const nameOf = ({ name }: MeterCredential): string => name

const KeyPanel = ({ credential }: { readonly credential: MeterCredential }) => {
  const { id, name, keyEnd, addresses, createdAt, revokedAt } = credential
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const announce = useAnnounce()
  const [isAsked, setAsked] = useState(false)
  const revoke = useMutation(
    trpc.metering.revokeCredential.mutationOptions({
      onSuccess: async () => {
        announce(words.wasRevoked)
        setAsked(false)
        await queryClient.invalidateQueries(trpc.metering.pathFilter())
      },
    }),
  )
  return (
    <>
      <h2 className={s['title']}>
        <Name>{name}</Name>
      </h2>
      <FactList
        labels="long"
        facts={[
          { label: words.columns.state, value: stateOf(credential) },
          { label: words.columns.end, value: `…${keyEnd}` },
          { label: words.columns.addresses, value: addresses.join(', ') },
          { label: words.add, value: timeText(createdAt) },
        ]}
      />
      {revokedAt === null && (
        <Button kind="danger" onPress={() => setAsked(true)}>
          {words.revoke}
        </Button>
      )}
      {revoke.error !== null && <FailureProblem title={words.notRevoked} error={revoke.error} />}
      {isAsked && (
        <Confirm
          title={words.revokeTitle(name)}
          action={words.revokeAction}
          kind="danger"
          isBusy={revoke.isPending}
          onConfirm={() => revoke.mutate({ id })}
          onClose={() => setAsked(false)}
        >
          {words.revokeWhat}
        </Confirm>
      )}
    </>
  )
}

const List = ({ itemId, onItem }: KeysViewProps) => {
  const credentials = useQuery(useTRPC().metering.credentials.queryOptions())
  const [isAdding, setAdding] = useState(false)
  const rows = credentials.data?.credentials ?? []
  const open = rows.find(({ id }) => id === itemId)
  return (
    <SidePanel
      label={words.panel}
      panel={open && <KeyPanel key={open.id} credential={open} />}
      onClose={() => onItem(undefined)}
    >
      <DenseTable
        label={words.table}
        rows={rows}
        columns={keyColumns}
        rowId={idOf}
        rowLabel={nameOf}
        activeId={itemId}
        onActive={onItem}
        isLoading={credentials.isPending}
        fileName="metering-keys"
        toolsStart={
          <Button size="sm" icon={KeyRound} onPress={() => setAdding(true)}>
            {words.add}
          </Button>
        }
        empty={<Empty title={words.empty.title}>{words.empty.what}</Empty>}
        {...(credentials.error === null
          ? {}
          : { problem: <FailureProblem title={words.notRead} error={credentials.error} /> })}
      />
      {isAdding && <AddKey onClose={() => setAdding(false)} />}
    </SidePanel>
  )
}

export interface KeysViewProps {
  readonly itemId: string | undefined
  readonly onItem: (id: string | undefined) => void
}

/** The keys with which counts are reported; administrators make and revoke them. */
export const KeysView = (props: KeysViewProps) => {
  const reason = useMissingPermission('metering.manage')
  if (reason !== undefined) return <Empty title={words.onlyAdmins.title}>{words.onlyAdmins.what}</Empty>
  return <List {...props} />
}
