import type { ReactNode } from 'react'
import { messages } from '../messages/index.ts'
import { classNames } from './class-names.ts'
import s from './BeforeAfter.module.css'

export interface BeforeAfterRow {
  readonly id: string
  readonly label: string
  /** null: a fact that isn't there twice; it takes both places. */
  readonly before: ReactNode | null
  readonly after: ReactNode
  readonly isChanged: boolean
  /** A total: strong, under a line. */
  readonly isSum?: boolean
}

export interface BeforeAfterProps {
  readonly label: string
  readonly heads?: { readonly before: string; readonly after: string }
  readonly rows: readonly BeforeAfterRow[]
}

/** The same fact twice, side by side; what changes is tinted and says so to screen readers. */
export const BeforeAfter = ({ label, heads, rows }: BeforeAfterProps) => (
  <table className={s['table']}>
    <caption className="cs-sr">{label}</caption>
    <thead>
      <tr>
        <th scope="col">{messages.money.fact}</th>
        <th scope="col">{heads?.before ?? messages.money.now}</th>
        <th scope="col">{heads?.after ?? messages.money.after}</th>
      </tr>
    </thead>
    <tbody>
      {rows.map(({ id, label: fact, before, after, isChanged, isSum = false }) => (
        <tr key={id} className={classNames(isSum && s['sum'])}>
          <th scope="row">{fact}</th>
          {before !== null && <td>{before}</td>}
          <td className={classNames(isChanged && s['changed'])} {...(before === null ? { colSpan: 2 } : {})}>
            {after}
            {isChanged && <span className="cs-sr"> {messages.money.changed}</span>}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)
