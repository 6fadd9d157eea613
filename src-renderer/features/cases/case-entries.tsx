import type { CaseEvent, CaseLook, TicketCase } from '@countersign/shared/features/cases'
import type { RequestLine, RequestState } from '@countersign/shared/features/approvals'
import type { VerificationLine } from '@countersign/shared/features/teams'
import { CircleCheck, CircleMinus, Eye, FolderOpen, StickyNote, UserCheck } from 'lucide-react'
import type { IconShape } from '../../components/Icon.tsx'
import { Money } from '../../components/Money.tsx'
import { MoneyState } from '../../components/MoneyState.tsx'
import { proofIcons } from '../../components/proof-looks.ts'
import type { TimelineEntryProps } from '../../components/TimelineEntry.tsx'
import { clockText } from '../../lib/dates.ts'
import { deskPaths } from '../../lib/desk-paths.ts'
import { approvals } from '../../messages/approvals.ts'
import { cases as words } from '../../messages/cases.ts'
import { proof } from '../../messages/proof.ts'
import s from './Cases.module.css'

const { timeline } = words

export type CaseLane = 'proof' | 'asked' | 'notes' | 'looks'

export interface CaseEntry extends TimelineEntryProps {
  readonly lane: CaseLane
}

const EVENT_ICONS: Record<CaseEvent['kind'], IconShape> = {
  opened: FolderOpen,
  reopened: FolderOpen,
  taken: UserCheck,
  noted: StickyNote,
  closed: CircleCheck,
}

const timeOf = (at: string) => ({ atIso: at, clock: clockText(at) })

const ofEvent = ({ id, kind, staffName, text, at }: CaseEvent): CaseEntry => ({
  id,
  ...timeOf(at),
  lane: 'notes',
  icon: EVENT_ICONS[kind],
  children: timeline.events[kind](staffName),
  ...(text === null ? {} : { more: <span className={s['text']}>{text}</span> }),
})

const ofVerification = ({ id, strength, staffName, teamId, at }: VerificationLine): CaseEntry => ({
  id,
  ...timeOf(at),
  lane: 'proof',
  icon: proofIcons[strength],
  children: (
    <a className="cs-link" href={deskPaths.verification(id)}>
      {strength === 'proven'
        ? timeline.proved(staffName, teamId)
        : timeline.verdict(staffName, teamId, proof.words[strength].toLowerCase())}
    </a>
  ),
})

/** Came to nothing. */
const DIM: ReadonlySet<RequestState> = new Set<RequestState>(['rejected', 'withdrawn', 'expired', 'stale'])

const ofRequest = ({ id, title, state, given, requesterName, createdAt }: RequestLine): CaseEntry => ({
  id,
  ...timeOf(createdAt),
  lane: 'asked',
  icon: CircleMinus,
  isDim: DIM.has(state),
  children: (
    <a className="cs-link" href={deskPaths.approvals({ item: id, show: 'mine' })}>
      {title}
    </a>
  ),
  ...(given === null ? {} : { amount: <Money value={given} /> }),
  state: <MoneyState state={approvals.progress[state]} word={approvals.states[state]} />,
  more: timeline.asked(requesterName),
})

const ofLook = ({ id, staffName, customerStripeId, at }: CaseLook): CaseEntry => ({
  id,
  ...timeOf(at),
  lane: 'looks',
  icon: Eye,
  children: timeline.looked(staffName),
  more: <code>{customerStripeId}</code>,
})

/** Everything that happened on a ticket, newest first; what happened at once in the order of its ids. */
export const caseEntries = ({ events, verifications, requests, looks }: TicketCase): readonly CaseEntry[] =>
  [
    ...events.map(ofEvent),
    ...verifications.map(ofVerification),
    ...requests.map(ofRequest),
    ...looks.map(ofLook),
  ].toSorted((a, b) => b.atIso.localeCompare(a.atIso) || b.id.localeCompare(a.id))
