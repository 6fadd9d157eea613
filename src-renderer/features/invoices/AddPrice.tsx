import type { CatalogueEntry } from '@countersign/shared/features/invoice-work'
import { Select } from '@mantine/core'
import { figureText, moneyText } from '../../lib/money.ts'
import { wizard } from '../../messages/invoice-wizard.ts'
import type { LineDraft } from './draft-rules.ts'
import { useCatalogue } from './use-catalogue.ts'
import type { Work } from './work.ts'
import s from './Wizard.module.css'

const words = wizard.lines

export interface AddPriceProps {
  readonly work: Work
  readonly onAdd: (line: Omit<LineDraft, 'key' | 'quoteLine'>) => void
}

const nameOf = ({ productName, nickname }: CatalogueEntry): string =>
  nickname === null ? productName : `${productName}, ${nickname}`

const optionOf = (entry: CatalogueEntry) => ({
  value: entry.priceStripeId,
  label: `${nameOf(entry)}: ${moneyText(entry.unitAmount)} ${words.every(entry.interval)}`,
})

/** A line from the catalogue, at list price. */
export const AddPrice = ({ work, onAdd }: AddPriceProps) => {
  const { data, error } = useCatalogue(work)
  const add = (priceStripeId: string | null) => {
    const entry = data?.find((one) => one.priceStripeId === priceStripeId)
    if (!entry) return
    onAdd({ description: nameOf(entry), quantity: '1', unitAmount: figureText(entry.unitAmount), priceStripeId })
  }
  return (
    <Select
      className={s['addPrice'] ?? ''}
      aria-label={words.addPrice}
      placeholder={error ? words.noCatalogue : words.addPrice}
      nothingFoundMessage={words.noPrice}
      searchable
      data={data?.map(optionOf) ?? []}
      value={null}
      onChange={add}
    />
  )
}
