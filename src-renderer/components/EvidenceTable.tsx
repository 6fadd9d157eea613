import type { ReactNode } from 'react'
import { messages } from '../messages/index.ts'
import { Breakable } from './Breakable.tsx'
import { CharDiff } from './CharDiff.tsx'
import { EvidenceResult, type EvidenceOutcome } from './EvidenceResult.tsx'
import { classNames } from './class-names.ts'
import s from './EvidenceTable.module.css'

export interface EvidenceRow {
  readonly id: string
  /** "Customer", "Subscription" */
  readonly lookedAt: string
  /** The field: "team", "client_reference_id" */
  readonly field: string
  readonly objectId: string
  readonly objectName?: string | undefined
  readonly value: string | undefined
  /** Given when single characters matter: those that differ are tinted. */
  readonly expected?: string | undefined
  readonly outcome: EvidenceOutcome
  readonly word?: string
  readonly note?: ReactNode
}

export interface EvidenceTableProps {
  readonly label: string
  readonly rows: readonly EvidenceRow[]
  readonly foot?: ReactNode
}

const Value = ({ row: { value, expected, outcome } }: { readonly row: EvidenceRow }) => {
  if (value === undefined) return <span className="cs-faint">{messages.common.none}</span>
  if (expected !== undefined && outcome !== 'exact') return <CharDiff value={value} expected={expected} />
  return (
    <bdi className={s['id']}>
      <Breakable>{value}</Breakable>
    </bdi>
  )
}

/** What was looked at and what was found, whole: evidence wraps and is never cut. */
export const EvidenceTable = ({ label, rows, foot }: EvidenceTableProps) => (
  <div className={s['box']}>
    <table className={s['table']}>
      <caption className="cs-sr">{label}</caption>
      <thead>
        <tr>
          <th scope="col">{messages.evidence.lookedAt}</th>
          <th scope="col">{messages.evidence.object}</th>
          <th scope="col">{messages.evidence.value}</th>
          <th scope="col">{messages.evidence.result}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">
              {row.lookedAt}
              <span className={classNames(s['second'], s['id'])}>
                <Breakable>{row.field}</Breakable>
              </span>
            </th>
            <td>
              <bdi className={s['id']}>{row.objectId}</bdi>
              {row.objectName !== undefined && (
                <span className={s['second']}>
                  <bdi>{row.objectName}</bdi>
                </span>
              )}
            </td>
            <td className={classNames((row.outcome === 'exact' || row.outcome === 'case') && 'cs-strong')}>
              <Value row={row} />
            </td>
            <td>
              <EvidenceResult outcome={row.outcome} {...(row.word === undefined ? {} : { word: row.word })} />
              {row.note !== undefined && <span className={s['note']}>{row.note}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
    {foot !== undefined && <div className={s['foot']}>{foot}</div>}
  </div>
)
