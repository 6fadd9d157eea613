import type { LineComparison } from '@countersign/shared/features/invoices'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from '../../components/IconButton.tsx'
import { classNames } from '../../components/class-names.ts'
import { figureText } from '../../lib/money.ts'
import { wizard } from '../../messages/invoice-wizard.ts'
import { type LineDraft, readQuantity, readUnitAmount } from './draft-rules.ts'
import { DifferenceCell } from './Side.tsx'
import s from './LineTable.module.css'

const words = wizard.lines

interface CellFieldProps {
  readonly label: string
  readonly value: string
  readonly isWrong: boolean
  readonly isMarked?: boolean
  readonly isFixed: boolean
  readonly kind: 'words' | 'number'
  readonly onChange: (value: string) => void
}

/** A field that is a cell: forty of them have to stay a table. */
const CellField = ({ label, value, isWrong, isMarked = false, isFixed, kind, onChange }: CellFieldProps) => (
  <input
    className={classNames(s['field'], kind === 'number' && s['number'], isMarked && s['differs'])}
    aria-label={label}
    aria-invalid={isWrong || undefined}
    title={value}
    dir={kind === 'words' ? 'auto' : 'ltr'}
    inputMode={kind === 'words' ? 'text' : 'decimal'}
    autoComplete="off"
    readOnly={isFixed}
    value={value}
    onChange={(event) => onChange(event.currentTarget.value)}
  />
)

export interface LineFieldsProps {
  readonly at: number
  readonly draft: LineDraft
  readonly currency: string
  readonly comparison: LineComparison | undefined
  readonly fixed: string | undefined
  readonly listPrice: ReactNode
  /** What the quote says of it, between its words and its figures. */
  readonly quotedCell: ReactNode
  readonly onChange: (part: Partial<LineDraft>) => void
  readonly onRemove: () => void
}

const differsIn = (comparison: LineComparison | undefined, kind: LineComparison['differs'][number]): boolean =>
  comparison?.differs.includes(kind) ?? false

/** One line as it is typed. Its amount is the companion's word, so it lags a moment behind the keys. */
export const LineFields = (props: LineFieldsProps) => {
  const { at, draft, currency, comparison, fixed, listPrice, quotedCell, onChange, onRemove } = props
  const shared = { isFixed: fixed !== undefined }
  return (
    <>
      <th scope="row">
        <span className={s['naming']}>
          <CellField
            {...shared}
            kind="words"
            label={words.field(words.line, at + 1)}
            value={draft.description}
            isWrong={draft.description.trim() === ''}
            isMarked={differsIn(comparison, 'description')}
            onChange={(description) => onChange({ description })}
          />
          {listPrice}
        </span>
      </th>
      {quotedCell}
      <td className={s['group']}>
        <CellField
          {...shared}
          kind="number"
          label={words.field(words.quantity, at + 1)}
          value={draft.quantity}
          isWrong={readQuantity(draft.quantity) === null}
          isMarked={differsIn(comparison, 'quantity')}
          onChange={(quantity) => onChange({ quantity })}
        />
      </td>
      <td>
        <CellField
          {...shared}
          kind="number"
          label={words.field(words.price, at + 1)}
          value={draft.unitAmount}
          isWrong={readUnitAmount(draft.unitAmount, currency) === null}
          isMarked={differsIn(comparison, 'price')}
          onChange={(unitAmount) => onChange({ unitAmount })}
        />
      </td>
      <td>{comparison?.invoiced && figureText(comparison.invoiced.amount)}</td>
      <td className={s['group']}>
        <DifferenceCell line={comparison} />
      </td>
      <td className={s['end']}>
        {fixed === undefined && <IconButton icon={X} size="sm" label={words.remove(at + 1)} onPress={onRemove} />}
      </td>
    </>
  )
}
