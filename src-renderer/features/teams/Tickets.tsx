import type { Verification, VerificationLine } from '@countersign/shared/features/teams'
import { skipToken, useQuery } from '@tanstack/react-query'
import { useTRPC } from '../../lib/trpc.ts'
import { useNow } from '../../lib/use-now.ts'
import { verify as words } from '../../messages/verify.ts'
import { TicketList } from './TicketList.tsx'

/** Who else asked about this team, and for which ticket. */
export const OtherTickets = ({ verification: { teamId, id, ticket } }: { readonly verification: Verification }) => {
  const trpc = useTRPC()
  const now = useNow()
  const tickets = useQuery(trpc.teams.tickets.queryOptions(teamId === '' ? skipToken : { teamId }))
  if (!tickets.data) return null
  const others = tickets.data.filter((line) => line.id !== id && line.ticket !== ticket)
  return (
    <TicketList
      title={words.otherTickets}
      lines={others.slice(0, 5)}
      now={now}
      currentId={undefined}
      shows="who"
      empty={words.noOtherTickets}
    />
  )
}

export interface MyVerificationsProps {
  readonly lines: readonly VerificationLine[] | undefined
  readonly currentId: string | undefined
}

export const MyVerifications = ({ lines, currentId }: MyVerificationsProps) => {
  const now = useNow()
  if (!lines) return null
  return (
    <TicketList
      title={words.mine}
      lines={lines}
      now={now}
      currentId={currentId}
      shows="team"
      empty={words.noneOfMine}
    />
  )
}
