import { REQUEST_STATES } from '@countersign/shared/features/approvals'
import type { TimelineEntry } from '@countersign/shared/features/subscriptions'
import { CircleMinus, Receipt, ShieldCheck, ShieldQuestionMark, ShoppingCart, SquareDot, Stamp } from 'lucide-react'
import type { IconShape } from '../../components/Icon.tsx'
import { MoneyCell } from '../../components/MoneyCell.tsx'
import { MoneyState, type MoneyProgress } from '../../components/MoneyState.tsx'
import { StateTag } from '../../components/StateTag.tsx'
import type { TimelineEntryProps } from '../../components/TimelineEntry.tsx'
import { clockText } from '../../lib/dates.ts'
import { deskPaths } from '../../lib/desk-paths.ts'
import { approvals } from '../../messages/approvals.ts'
import { team } from '../../messages/team.ts'
import { tabOfSubject, type TeamPlace } from './place.ts'
import s from './TeamView.module.css'

const RINGS: Readonly<Record<string, MoneyProgress>> = {
  paid: 'confirmed',
  open: 'waiting',
  draft: 'requested',
  uncollectible: 'failed',
  void: 'expired',
}

const isRequest = ({ subjectId }: Pick<TimelineEntry, 'subjectId'>): boolean => subjectId?.startsWith('apr_') === true

const iconOf = (entry: TimelineEntry): IconShape => {
  const { lane, subjectId, detail } = entry
  if (isRequest(entry)) return Stamp
  if (entry.id.startsWith('lnk_')) return ShoppingCart
  if (lane === 'us') return detail === null ? ShieldCheck : ShieldQuestionMark
  if (lane === 'stripe') return SquareDot
  return subjectId?.startsWith('in_') === true ? Receipt : CircleMinus
}

const INVOICE = /^(Invoice )([A-Z0-9]+-[A-Z0-9-]+)( .*)$/

/** A number is read letter by letter, so it stands in the letters of ids. */
const Words = ({ title }: Pick<TimelineEntry, 'title'>) => {
  const [, before, number, after] = INVOICE.exec(title) ?? []
  if (number === undefined) return <bdi>{title}</bdi>
  return (
    <>
      {before}
      <code>{number}</code>
      {after}
    </>
  )
}

/** Where the object of an entry stands; a request stands among the approvals. */
const placeOf = (entry: TimelineEntry, hrefOf: TeamPlace['hrefOf']): string | undefined => {
  const { subjectId } = entry
  if (subjectId === null) return undefined
  if (isRequest(entry)) return deskPaths.approvals({ item: subjectId, show: 'all' })
  const tab = tabOfSubject(subjectId)
  return tab === undefined ? undefined : hrefOf({ tab, item: subjectId })
}

const Title = ({ entry, hrefOf }: { readonly entry: TimelineEntry; readonly hrefOf: TeamPlace['hrefOf'] }) => {
  const href = placeOf(entry, hrefOf)
  if (href === undefined) return <Words title={entry.title} />
  return (
    <a className={s['entry']} href={href}>
      <Words title={entry.title} />
    </a>
  )
}

const stateOf = (entry: TimelineEntry, state: string, isLate: boolean) => {
  if (isLate) return <StateTag tone="money">{team.invoice.late}</StateTag>
  const request = isRequest(entry) ? REQUEST_STATES.find((one) => one === state) : undefined
  if (request) return <MoneyState state={approvals.progress[request]} word={approvals.states[request]} />
  return <MoneyState state={RINGS[state] ?? 'requested'} word={state} />
}

export interface EntrySurroundings {
  /** The proof that holds now. */
  readonly currentId: string | undefined
  /** Open invoices that are late. */
  readonly lateIds: ReadonlySet<string>
  /** The most decimals of any amount on the timeline. */
  readonly decimals: number
  readonly hrefOf: TeamPlace['hrefOf']
}

export const entryLook = (
  entry: TimelineEntry,
  { currentId, hrefOf, lateIds, decimals }: EntrySurroundings,
): TimelineEntryProps => ({
  id: entry.id,
  atIso: entry.at,
  clock: clockText(entry.at),
  icon: iconOf(entry),
  children: <Title entry={entry} hrefOf={hrefOf} />,
  isDim: entry.state === 'void',
  isCurrent: currentId !== undefined && entry.subjectId === currentId,
  ...(entry.amount === null ? {} : { amount: <MoneyCell value={entry.amount} columnDecimals={decimals} /> }),
  ...(entry.state === null ? {} : { state: stateOf(entry, entry.state, lateIds.has(entry.subjectId ?? '')) }),
  ...(entry.detail === null ? {} : { more: <bdi>{entry.detail}</bdi> }),
})
