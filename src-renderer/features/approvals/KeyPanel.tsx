import type { ApproverKey } from '@countersign/shared/features/approvals'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Confirm } from '../../components/Confirm.tsx'
import { DenseTable, type TableColumn } from '../../components/DenseTable.tsx'
import { Empty } from '../../components/Empty.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Notice } from '../../components/Notice.tsx'
import { Panel } from '../../components/Panel.tsx'
import { dayText } from '../../lib/dates.ts'
import { desktop } from '../../lib/desktop.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { useMe, useMissingPermission } from '../../lib/use-me.ts'
import { keys as words } from '../../messages/keys.ts'
import { EnrolKey } from './EnrolKey.tsx'
import { useKeyStanding } from './use-approver-key.ts'
import s from './RequestCard.module.css'

export interface KeyPanelProps {
  readonly confirm: () => Promise<boolean>
}

const columns = (hereId: string | null): readonly TableColumn<ApproverKey>[] => [
  {
    id: 'device',
    head: words.columns.device,
    cell: ({ id, label }) => (id === hereId ? `${label} (${words.here})` : label),
    text: ({ label }) => label,
    isFixed: true,
  },
  {
    id: 'key',
    head: words.columns.key,
    cell: ({ id }) => <bdi className="cs-mono">{id.slice(0, 8)}…</bdi>,
    text: ({ id }) => id,
  },
  {
    id: 'place',
    head: words.columns.place,
    cell: ({ place }) => words.places[place],
    text: ({ place }) => words.places[place],
  },
  {
    id: 'state',
    head: words.columns.state,
    cell: ({ state }) => words.states[state],
    text: ({ state }) => words.states[state],
    width: 132,
  },
  {
    id: 'since',
    head: words.columns.since,
    cell: ({ createdAt }) => dayText(createdAt),
    text: ({ createdAt }) => createdAt,
    width: 120,
  },
]

const EndKey = ({ chosen, isLast }: { readonly chosen: ApproverKey; readonly isLast: boolean }) => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [isAsked, setAsked] = useState(false)
  const end = useMutation(
    trpc.approverKeys.end.mutationOptions({
      onSettled: () => queryClient.invalidateQueries(trpc.approverKeys.pathFilter()),
    }),
  )
  return (
    <>
      {end.error && <FailureProblem title={words.endFailed} error={end.error} />}
      <Button kind="danger" onPress={() => setAsked(true)}>
        {words.end}
      </Button>
      {isAsked && (
        <Confirm
          title={words.endTitle(chosen.label)}
          action={words.end}
          kind="danger"
          isBusy={end.isPending}
          onConfirm={() => end.mutate({ keyId: chosen.id }, { onSettled: () => setAsked(false) })}
          onClose={() => setAsked(false)}
        >
          {words.endText} {isLast && words.endLast}
        </Confirm>
      )}
    </>
  )
}

type Standing = NonNullable<ReturnType<typeof useKeyStanding>['data']>

const StandingNotice = ({ standing: { state, keyId } }: { readonly standing: Standing }) => (
  <Notice tone={state === 'active' ? 'proof' : 'neutral'}>
    {words[state]} {keyId !== null && <bdi className="cs-mono">{keyId}</bdi>}
  </Notice>
)

const canEnrol = ({ state }: Standing): boolean => state !== 'active' && state !== 'waiting'

const Here = ({ confirm }: KeyPanelProps) => {
  const { data: standing, error, refetch } = useKeyStanding()
  const missing = useMissingPermission('approval.decide')
  const [isEnrolling, setEnrolling] = useState(false)
  return (
    <Panel title={words.title}>
      <div className={s['column']}>
        <p>{words.lead}</p>
        <p className="cs-dim">{desktop ? words.where.desktop : words.where.browser}</p>
        {error && <FailureProblem title={words.notRead} error={error} onRetry={() => void refetch()} />}
        {standing && <StandingNotice standing={standing} />}
        {standing && canEnrol(standing) && (
          <div>
            <Button kind="primary" reason={missing} onPress={() => setEnrolling(true)}>
              {words.enrol}
            </Button>
          </div>
        )}
      </div>
      {isEnrolling && <EnrolKey confirm={confirm} onEnd={() => setEnrolling(false)} />}
    </Panel>
  )
}

const idOf = ({ id }: ApproverKey): string => id
const labelOf = ({ label }: ApproverKey): string => label

/** The person's keys: the one of this device first, then all there ever were, and the way to end one. */
export const KeyPanel = ({ confirm }: KeyPanelProps) => {
  const trpc = useTRPC()
  const me = useMe()?.staff.id
  const hereId = useKeyStanding().data?.keyId ?? null
  const list = useQuery(trpc.approverKeys.list.queryOptions())
  const [chosenId, setChosen] = useState<string>()
  const own = (list.data ?? []).filter(({ staffId }) => staffId === me)
  const chosen = own.find(({ id, state }) => id === (chosenId ?? hereId) && state !== 'ended')
  const isLast = own.filter(({ state }) => state === 'active').length === 1
  return (
    <>
      <Here confirm={confirm} />
      <Panel title={words.list} isFlush>
        <DenseTable
          label={words.list}
          rows={own}
          columns={columns(hereId)}
          rowId={idOf}
          rowLabel={labelOf}
          activeId={chosenId}
          onActive={setChosen}
          isLoading={list.isPending}
          empty={<Empty title={words.listEmpty} />}
        />
      </Panel>
      {chosen && <EndKey key={chosen.id} chosen={chosen} isLast={isLast && chosen.state === 'active'} />}
    </>
  )
}
