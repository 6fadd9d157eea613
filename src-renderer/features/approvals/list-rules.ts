// Rule: a request lies with whoever can do the next thing. Several are signed in one go only where one signature decides,
// of one kind, and never over power or what nobody can prove.

import { isOverPower } from '@countersign/shared/features/action-kinds'
import { isOpen, type RequestLine } from '@countersign/shared/features/approvals'

export const VIEWS = ['you', 'mine', 'everyone', 'decided'] as const
export type View = (typeof VIEWS)[number]
export type GroupId = 'you' | 'mine' | 'others' | 'decided'

export interface Viewer {
  readonly id: string
  readonly isApprover: boolean
}

export interface RequestGroup {
  readonly id: GroupId
  readonly lines: readonly RequestLine[]
}

const MOST_DECIDED_BESIDE_OPEN = 12

/** Whether this person can do the next thing: sign, answer, or say what they found. */
const isForThem = (line: RequestLine, { id, isApprover }: Viewer): boolean => {
  const isOwn = line.requesterId === id
  if (line.state === 'needs-person') return isApprover || isOwn
  return isOwn ? line.waitsFor === 'requester' : line.mayDecide
}

/** In which of the four heaps a request lies for whoever looks. */
export const groupOf = (line: RequestLine, viewer: Viewer): GroupId => {
  if (!isOpen(line.state)) return 'decided'
  if (isForThem(line, viewer)) return 'you'
  return line.requesterId === viewer.id ? 'mine' : 'others'
}

const ORDER: readonly GroupId[] = ['you', 'mine', 'others', 'decided']

const isInView = (line: RequestLine, view: View, viewer: Viewer): boolean => {
  if (view === 'mine') return line.requesterId === viewer.id
  if (view === 'decided') return !isOpen(line.state)
  return view === 'you' || isOpen(line.state)
}

/** What a view shows: open heaps first, then what was decided, newest change first. */
export const groupRequests = (lines: readonly RequestLine[], view: View, viewer: Viewer): RequestGroup[] => {
  const shown = lines.filter((line) => isInView(line, view, viewer))
  return ORDER.flatMap((id): RequestGroup[] => {
    const own = shown.filter((line) => groupOf(line, viewer) === id)
    if (own.length === 0) return []
    if (id !== 'decided') return [{ id, lines: own }]
    const newest = own.toSorted((a, b) => b.changedAt.localeCompare(a.changedAt))
    return [{ id, lines: view === 'you' ? newest.slice(0, MOST_DECIDED_BESIDE_OPEN) : newest }]
  })
}

export const countViews = (lines: readonly RequestLine[], viewer: Viewer): Record<View, number | undefined> => {
  const heaps = lines.map((line) => groupOf(line, viewer))
  const isOwnOpen = (line: RequestLine) => isOpen(line.state) && line.requesterId === viewer.id
  return {
    you: heaps.filter((heap) => heap === 'you').length,
    mine: lines.filter(isOwnOpen).length,
    everyone: heaps.filter((heap) => heap !== 'decided').length,
    decided: undefined,
  }
}

/** Open ones and recent ones, each once, newest first. */
export const mergeLines = (...lists: ReadonlyArray<readonly RequestLine[]>): RequestLine[] => {
  const byId = new Map(lists.flat().map((line) => [line.id, line]))
  return [...byId.values()].toSorted((a, b) => (a.id < b.id ? 1 : -1))
}

/** The id `by` places further; the ends hold. */
export const stepFrom = (ids: readonly string[], current: string | undefined, by: number): string | undefined => {
  const at = current === undefined ? -1 : ids.indexOf(current)
  if (at === -1) return by > 0 ? ids[0] : ids.at(-1)
  return ids[Math.min(ids.length - 1, Math.max(0, at + by))]
}

/** What may be signed several at once: one signature is enough, within the policy, and neither power nor a doubt is at stake. */
export const canBeOneOfSeveral = ({ mayDecide, approversNeeded, kind }: RequestLine): boolean =>
  mayDecide && approversNeeded === 1 && !isOverPower(kind) && kind !== 'execution.resolve'

/** Of each kind with at least two; more than one kind in one go would be read as one thing. */
export const severalByKind = (lines: readonly RequestLine[]): ReadonlyMap<string, readonly RequestLine[]> => {
  const kinds = Map.groupBy(lines.filter(canBeOneOfSeveral), ({ kind }) => kind)
  return new Map([...kinds].filter(([, own]) => own.length > 1))
}
