import type { CatalogueEntry } from '@countersign/shared/features/invoice-work'
import { figureText } from '../../lib/money.ts'
import { wizard } from '../../messages/invoice-wizard.ts'
import { type LineDraft, readUnitAmount } from './draft-rules.ts'
import s from './LineTable.module.css'

const words = wizard.lines

export interface ListPriceProps {
  readonly draft: LineDraft
  readonly currency: string
  readonly catalogue: readonly CatalogueEntry[]
}

/** What the catalogue asks for the same; less than that always needs an approver. */
export const ListPrice = ({ draft, currency, catalogue }: ListPriceProps) => {
  if (draft.priceStripeId === null) return <span className={s['listPrice']}>{words.freeText}</span>
  const list = catalogue.find(({ priceStripeId }) => priceStripeId === draft.priceStripeId)?.unitAmount
  const price = readUnitAmount(draft.unitAmount, currency)
  if (!list || price === null || price === list.amount) return null
  const isBelow = price < list.amount
  return (
    <span className={isBelow ? `${s['listPrice'] ?? ''} cs-money` : s['listPrice']}>
      {isBelow ? words.below(figureText(list)) : words.list(figureText(list))}
    </span>
  )
}
