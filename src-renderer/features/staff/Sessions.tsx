import { skipToken, useQuery } from '@tanstack/react-query'
import { Button } from '../../components/Button.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Panel } from '../../components/Panel.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { timeText } from '../../lib/dates.ts'
import { type DeskOutputs, useTRPC } from '../../lib/trpc.ts'
import { staff as words } from '../../messages/staff.ts'
import type { useStaffChanges } from './use-staff-changes.ts'
import s from './staff.module.css'

export interface SessionsProps {
  readonly staffId: string
  readonly changes: ReturnType<typeof useStaffChanges>
  readonly locked: string | undefined
}

type Session = DeskOutputs['staff']['sessions'][number]

const Row = ({ session, onEnd }: { readonly session: Session; readonly onEnd: () => void }) => {
  const { device, address, expiresAt, isCurrent } = session
  return (
    <li className={s['session']}>
      <span>
        {device ?? words.unknownDevice}
        {isCurrent && <span className="cs-faint">, {words.current}</span>}
        <span className={s['where']}>{words.from(address, timeText(expiresAt))}</span>
      </span>
      <Button kind="quiet" size="sm" onPress={onEnd}>
        {words.revoke}
      </Button>
    </li>
  )
}

/** Where the person is signed in; only who manages staff is told. */
export const Sessions = ({ staffId, changes, locked }: SessionsProps) => {
  const trpc = useTRPC()
  const sessions = useQuery(trpc.staff.sessions.queryOptions(locked === undefined ? { staffId } : skipToken))
  if (locked !== undefined) return null
  const end = (sessionId?: string) => () =>
    changes.revoke.mutate(sessionId === undefined ? { staffId } : { staffId, sessionId })
  return (
    <Panel
      title={words.sessions}
      isFlush
      {...(sessions.data && sessions.data.length > 1
        ? {
            aside: (
              <Button kind="quiet" size="sm" onPress={end()}>
                {words.revokeAll}
              </Button>
            ),
          }
        : {})}
    >
      {sessions.error && <FailureProblem title={words.notRead} error={sessions.error} />}
      {sessions.isPending && <Skeleton rows={2} />}
      {sessions.data?.length === 0 && <p className={s['none']}>{words.noSessions}</p>}
      <ul>
        {sessions.data?.map((session) => (
          <Row key={session.id} session={session} onEnd={end(session.id)} />
        ))}
      </ul>
    </Panel>
  )
}
