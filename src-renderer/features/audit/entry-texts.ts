import type { AuditEntry } from '@countersign/shared/features/audit'
import { audit as words } from '../../messages/audit.ts'

const isPlain = (value: unknown): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value)

/** Hashes of personal values and ids of sessions say nothing to a reader of a list. */
const UNTOLD: ReadonlySet<string> = new Set(['personal', 'session'])

/** The plain members of the details, in short. */
export const detailText = (details: AuditEntry['details']): string =>
  Object.entries(details)
    .flatMap(([name, value]) => {
      if (UNTOLD.has(name)) return []
      if (isPlain(value)) return [`${name} ${String(value)}`]
      return Array.isArray(value) && value.every(isPlain) ? [`${name} ${value.join(', ')}`] : []
    })
    .join(', ')

export const didText = ({ action, outcome }: Pick<AuditEntry, 'action' | 'outcome'>): string =>
  outcome === 'refused' ? words.refused(words.did(action)) : words.did(action)

export const subjectText = ({ subject }: Pick<AuditEntry, 'subject'>): string => {
  if (subject.kind === 'audit-log') return words.wholeLog
  return subject.name ?? subject.id
}

export const whyText = ({ ticket, reason }: Pick<AuditEntry, 'ticket' | 'reason'>): string =>
  [reason, ticket].filter((text) => text !== null).join(', ')

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([first], [second]) => (first < second ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  )
}

/** Members in the order in which they are hashed, with line ends to read them by. */
export const canonicalText = (value: unknown): string => JSON.stringify(sorted(value), null, 2)

const SHORT_HASH = 8

export const shortHash = (hash: string | null): string => hash?.slice(0, SHORT_HASH) ?? ''
