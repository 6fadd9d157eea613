import type { LineComparison } from '@countersign/shared/features/invoices'
import { Undo2 } from 'lucide-react'
import { EvidenceResult } from '../../components/EvidenceResult.tsx'
import { IconButton } from '../../components/IconButton.tsx'
import { Name } from '../../components/Name.tsx'
import { figureText } from '../../lib/money.ts'
import { wizard } from '../../messages/invoice-wizard.ts'
import { Side } from './Side.tsx'
import s from './LineTable.module.css'

const words = wizard.lines

export interface LeftOutProps {
  readonly name: string
  readonly comparison: LineComparison | undefined
  readonly fixed: string | undefined
  readonly onPutBack: () => void
}

/** A line of the quote that the invoice doesn't have: it stays in sight. */
export const LeftOut = ({ name, comparison, fixed, onPutBack }: LeftOutProps) => (
  <>
    <th scope="row" className={s['gone']}>
      <Name>{name}</Name>
    </th>
    <td className={s['quote']}>
      <Side of={comparison?.quoted ?? null} differs={[]} />
    </td>
    <td className={s['quote']}>{comparison?.quoted && figureText(comparison.quoted.amount)}</td>
    <td className={s['group']} colSpan={3}>
      <span className="cs-money">{words.missing}</span>
    </td>
    <td className={s['group']}>
      {comparison && <EvidenceResult outcome="case" word={figureText(comparison.difference, 'always')} />}
    </td>
    <td className={s['end']}>
      {fixed === undefined && <IconButton icon={Undo2} size="sm" label={words.putBack(name)} onPress={onPutBack} />}
    </td>
  </>
)
