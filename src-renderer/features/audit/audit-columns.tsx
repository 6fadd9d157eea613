import type { AuditEntry } from '@countersign/shared/features/audit'
import { PenLine, Server } from 'lucide-react'
import { Avatar } from '../../components/Avatar.tsx'
import type { TableColumn } from '../../components/DenseTable.tsx'
import { Icon } from '../../components/Icon.tsx'
import { Name } from '../../components/Name.tsx'
import { clockText, dayText, shortDayText } from '../../lib/dates.ts'
import { countText } from '../../lib/numbers.ts'
import { audit as words } from '../../messages/audit.ts'
import { detailText, didText, shortHash, subjectText, whyText } from './entry-texts.ts'
import { Seal } from './Seal.tsx'
import { type AuditRow, rowIdOf } from './row-rules.ts'
import s from './Audit.module.css'

const atOf = (row: AuditRow): string => (row.kind === 'entry' ? row.entry.at : row.checkpoint.at)

const sequenceOf = (row: AuditRow): number | null =>
  row.kind === 'entry' ? row.entry.sequence : row.checkpoint.sequence

const When = ({ row, now }: { readonly row: AuditRow; readonly now: string }) => {
  const at = atOf(row)
  const isToday = dayText(at) === dayText(now)
  return (
    <time dateTime={at}>
      {!isToday && <span className="cs-faint">{shortDayText(at, now)} </span>}
      {clockText(at, 'seconds')}
    </time>
  )
}

const Who = ({ row }: { readonly row: AuditRow }) => {
  if (row.kind === 'checkpoint') {
    return (
      <span className={s['who']}>
        <Icon of={PenLine} size={14} className="cs-proof" />
        <span className="cs-proof cs-med">{words.checkpoint}</span>
      </span>
    )
  }
  const { kind, name } = row.entry.actor
  return (
    <span className={s['who']}>
      {kind === 'staff' ? <Avatar name={name} /> : <Icon of={Server} className={s['system']} />}
      <Name isCut>{name}</Name>
    </span>
  )
}

const Did = ({ row }: { readonly row: AuditRow }) => {
  if (row.kind === 'checkpoint') return <span className="cs-proof">{words.signed}</span>
  const text = didText(row.entry)
  return row.entry.outcome === 'refused' ? <span className="cs-danger">{text}</span> : text
}

const Subject = ({ entry }: { readonly entry: AuditEntry }) => (
  <>
    <Name className={entry.subject.name === null && entry.subject.kind !== 'audit-log' ? 'cs-mono cs-med' : 'cs-med'}>
      {subjectText(entry)}
    </Name>{' '}
    <span className="cs-dim">{detailText(entry.details)}</span>
  </>
)

const What = ({ row }: { readonly row: AuditRow }) => {
  if (row.kind === 'entry') return <Subject entry={row.entry} />
  const { sequence, keyId } = row.checkpoint
  return (
    <>
      {words.upTo(sequence)} <span className="cs-mono cs-dim">{words.key(keyId)}</span>
    </>
  )
}

const whatText = (row: AuditRow): string =>
  row.kind === 'entry'
    ? `${subjectText(row.entry)} ${detailText(row.entry.details)}`.trim()
    : `${words.upTo(row.checkpoint.sequence)}, ${words.key(row.checkpoint.keyId)}`

const hashOf = (row: AuditRow): string | null => (row.kind === 'entry' ? row.entry.hash : row.checkpoint.hash)

const sequenceText = (row: AuditRow): string => {
  const sequence = sequenceOf(row)
  return sequence === null ? '' : String(sequence)
}

export const auditRowId = (row: AuditRow): string => rowIdOf(row)

/** The server keeps the order, so no column can be sorted. */
export const auditColumns = (now: string): readonly TableColumn<AuditRow>[] => [
  {
    id: 'seal',
    head: words.columns.seal,
    width: 60,
    isFixed: true,
    cell: (row) => <Seal row={row} />,
    text: (row) => (sequenceOf(row) === null ? words.unsealed : words.sealed),
  },
  {
    id: 'entry',
    head: words.columns.entry,
    width: 68,
    align: 'end',
    isFixed: true,
    cell: (row) => {
      const sequence = sequenceOf(row)
      return sequence === null ? '' : <span className="cs-dim">{countText(sequence)}</span>
    },
    text: sequenceText,
  },
  {
    id: 'at',
    head: words.columns.at,
    width: 118,
    hasFigures: true,
    cell: (row) => <When row={row} now={now} />,
    text: atOf,
  },
  {
    id: 'who',
    head: words.columns.who,
    width: 152,
    cell: (row) => <Who row={row} />,
    text: (row) => (row.kind === 'entry' ? row.entry.actor.name : words.checkpoint),
  },
  {
    id: 'did',
    head: words.columns.did,
    width: 148,
    cell: (row) => <Did row={row} />,
    text: (row) => (row.kind === 'entry' ? didText(row.entry) : words.signed),
  },
  { id: 'what', head: words.columns.what, cell: (row) => <What row={row} />, text: whatText },
  {
    id: 'why',
    head: words.columns.why,
    width: 88,
    cell: (row) => (row.kind === 'entry' ? <Name>{whyText(row.entry)}</Name> : ''),
    text: (row) => (row.kind === 'entry' ? whyText(row.entry) : ''),
  },
  {
    id: 'hash',
    head: words.columns.hash,
    width: 96,
    cell: (row) => <code className="cs-faint">{shortHash(hashOf(row))}</code>,
    text: (row) => hashOf(row) ?? '',
  },
]
