import type { LineComparison } from '@countersign/shared/features/invoices'
import { EvidenceResult } from '../../components/EvidenceResult.tsx'
import { figureText } from '../../lib/money.ts'
import { wizard } from '../../messages/invoice-wizard.ts'
import { hasDifference } from './compare-rules.ts'
import s from './LineTable.module.css'

/** Marked where it isn't what the other side says. */
export const Side = ({
  of,
  differs,
}: {
  readonly of: LineComparison['quoted']
  readonly differs: LineComparison['differs']
}) => {
  if (of === null) return null
  const mark = (is: LineComparison['differs'][number]) => (differs.includes(is) ? s['differs'] : undefined)
  return (
    <>
      <span className={mark('quantity')}>{of.quantity}</span> ×{' '}
      <span className={mark('price')}>{figureText(of.unitAmount)}</span>
    </>
  )
}

export const DifferenceCell = ({ line }: { readonly line: LineComparison | undefined }) => {
  if (!line) return null
  if (!hasDifference(line)) return <EvidenceResult outcome="exact" word={wizard.lines.same} />
  const [first = 'description'] = line.differs
  const word = line.difference.amount === 0 ? wizard.differences.kinds[first] : figureText(line.difference, 'always')
  return <EvidenceResult outcome="case" word={word} />
}
