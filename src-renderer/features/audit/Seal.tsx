import { classNames } from '../../components/class-names.ts'
import { audit as words } from '../../messages/audit.ts'
import type { AuditRow } from './row-rules.ts'
import s from './Audit.module.css'

const lookOf = (row: AuditRow): { readonly word: string; readonly mark: string } => {
  if (row.kind === 'checkpoint') return { word: words.signed, mark: 'square' }
  return row.entry.sequence === null ? { word: words.unsealed, mark: 'open' } : { word: words.sealed, mark: 'dot' }
}

/** A bead on the chain: filled when sealed, hollow until then, square where a checkpoint was signed. */
export const Seal = ({ row }: { readonly row: AuditRow }) => {
  const { word, mark } = lookOf(row)
  return (
    <span className={s['seal']} title={word}>
      <span className={classNames(s['bead'], s[mark])} aria-hidden />
      <span className="cs-sr">{word}</span>
    </span>
  )
}
