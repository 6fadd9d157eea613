import type { AuditEntry } from '@countersign/shared/features/audit'
import { CopyId } from '../../components/CopyId.tsx'
import type { Fact } from '../../components/FactList.tsx'
import { clockText, dayText } from '../../lib/dates.ts'
import { deskPaths } from '../../lib/desk-paths.ts'
import { audit } from '../../messages/audit.ts'
import { didText, subjectText } from './entry-texts.ts'

const words = audit.panel

/** A customer's page can be opened from here; other subjects have their own lists. */
const Subject = ({ entry }: { readonly entry: AuditEntry }) => {
  const { subject, ticket } = entry
  const text = <bdi className={subject.name === null ? 'cs-mono' : ''}>{subjectText(entry)}</bdi>
  return (
    <>
      {subject.kind !== 'audit-log' && `${audit.subject(subject.kind)} `}
      {subject.kind === 'customer' ? (
        <a className="cs-link" href={deskPaths.team({ customerStripeId: subject.id, ticket })}>
          {text}
        </a>
      ) : (
        text
      )}
    </>
  )
}

const optional = (label: string, value: string | null): readonly Fact[] =>
  value === null || value === '' ? [] : [{ label, value: <bdi>{value}</bdi> }]

export const entryFacts = (entry: AuditEntry): readonly Fact[] => {
  const { actor, at, outcome, ticket, reason, requestId, id } = entry
  return [
    { label: words.who, value: <bdi>{actor.name}</bdi> },
    ...optional(words.device, actor.kind === 'system' ? words.system : actor.device),
    { label: words.did, value: didText(entry), ...(outcome === 'refused' ? { tone: 'danger' as const } : {}) },
    { label: words.what, value: <Subject entry={entry} /> },
    ...optional(words.ticket, ticket),
    ...optional(words.why, reason),
    { label: words.at, value: `${dayText(at)}, ${clockText(at, 'seconds')} UTC` },
    { label: words.id, value: <CopyId value={id} what={words.title} /> },
    ...(requestId === null ? [] : [{ label: words.request, value: <CopyId value={requestId} what={words.request} /> }]),
  ]
}
