import type { TicketCase } from '@countersign/shared/features/cases'
import {
  CircleCheck,
  ExternalLink,
  IdCard,
  Link2,
  type LucideIcon,
  MessageSquareText,
  ShieldCheck,
  StickyNote,
  UserCheck,
  Users,
} from 'lucide-react'
import { useCopy } from '../../components/use-copy.ts'
import { useConnection } from '../../lib/connection.ts'
import { deskPaths } from '../../lib/desk-paths.ts'
import { useMe, useMissingPermission } from '../../lib/use-me.ts'
import { cases as words } from '../../messages/cases.ts'
import { openCount } from './case-looks.ts'
import type { CaseDeeds } from './use-case.ts'

const { actions } = words

export interface CaseAction {
  readonly id: string
  readonly group: 'here' | 'copy'
  readonly icon: LucideIcon
  readonly label: string
  readonly keys?: string
  readonly reason?: string
  readonly run: () => void
}

export interface CaseWays {
  readonly onTeam: () => void
  readonly onVerify: () => void
}

/** What the customer was given on this ticket, in the words of the requests. */
const givenIn = ({ requests }: TicketCase): readonly string[] =>
  requests.filter(({ state, given }) => state === 'done' && given !== null).map(({ title }) => title)

const closingReplyOf = (ticketCase: TicketCase): string =>
  words.closingReply({ ticket: ticketCase.ticket, done: givenIn(ticketCase) })

/** A reason only where there is one: an action without a reason can be done. */
const because = (...reasons: readonly (string | undefined | false)[]) => {
  const reason = reasons.find((one) => typeof one === 'string')
  return typeof reason === 'string' ? { reason } : {}
}

const useHereActions = (ticketCase: TicketCase, deeds: CaseDeeds, ways: CaseWays): readonly CaseAction[] => {
  const me = useMe()
  const forbidden = useMissingPermission('team.verify')
  const lost = useConnection(({ lostAt }) => lostAt !== null) && actions.offline
  const { customerStripeId, closedAt, holderId } = ticketCase
  const closed = closedAt !== null && actions.isClosed
  const group = 'here' as const
  return [
    {
      id: 'team',
      group,
      icon: Users,
      label: actions.openTeam,
      keys: 'o',
      ...because(customerStripeId === null && actions.noCustomer),
      run: ways.onTeam,
    },
    {
      id: 'verify',
      group,
      icon: ShieldCheck,
      label: actions.verify,
      keys: 'v',
      ...because(forbidden),
      run: ways.onVerify,
    },
    {
      id: 'note',
      group,
      icon: StickyNote,
      label: actions.note,
      keys: 'n',
      ...because(forbidden, lost),
      run: () => deeds.open('note'),
    },
    {
      id: 'take',
      group,
      icon: UserCheck,
      label: actions.take,
      keys: 't',
      ...because(forbidden, lost, closed, me?.staff.id === holderId && actions.yours),
      run: deeds.take.send,
    },
    {
      id: 'close',
      group,
      icon: CircleCheck,
      label: actions.close,
      keys: 'x',
      ...because(forbidden, lost, closed, openCount(ticketCase) > 0 && actions.somethingWaits),
      run: () => deeds.open('close'),
    },
  ]
}

const useCopyActions = (ticketCase: TicketCase): readonly CaseAction[] => {
  const copy = useCopy()
  const { ticket, ticketUrl, teamId } = ticketCase
  const group = 'copy' as const
  const link = () => `${location.origin}${location.pathname}${deskPaths.ticketCase(ticket)}`
  return [
    {
      id: 'reply',
      group,
      icon: MessageSquareText,
      label: actions.reply,
      keys: 'y',
      run: () => void copy(closingReplyOf(ticketCase), actions.replyWhat),
    },
    {
      id: 'team-id',
      group,
      icon: IdCard,
      label: actions.teamId,
      keys: 'i',
      run: () => void copy(teamId, actions.teamId),
    },
    { id: 'link', group, icon: Link2, label: actions.link, keys: 'l', run: () => void copy(link(), actions.linkWhat) },
    ...(ticketUrl === null
      ? []
      : [
          {
            id: 'ticket',
            group,
            icon: ExternalLink,
            label: actions.ticketLink,
            run: () => void copy(ticketUrl, actions.ticketLink),
          },
        ]),
  ]
}

/** Everything that can be done with a case; what this person may not do stays, dimmed, with the reason. */
export const useCaseActions = (ticketCase: TicketCase, deeds: CaseDeeds, ways: CaseWays): readonly CaseAction[] => [
  ...useHereActions(ticketCase, deeds, ways),
  ...useCopyActions(ticketCase),
]
