import type { QuotablePrice } from '@countersign/shared/features/quotes'
import { Select, TextInput } from '@mantine/core'
import { Plus, X } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { IconButton } from '../../components/IconButton.tsx'
import { MoneyCell } from '../../components/MoneyCell.tsx'
import { moneyText } from '../../lib/money.ts'
import { quoteForm } from '../../messages/quotes.ts'
import {
  amountFault,
  canAddLine,
  codeOf,
  emptyLine,
  type LineDraft,
  nextKey,
  type QuoteDraft,
  readLine,
  readWhole,
  withPrice,
} from './draft-rules.ts'
import { usePrices } from './use-quotes.ts'
import s from './Quotes.module.css'

const words = quoteForm.lines
const { wrong } = quoteForm

interface LineFieldsProps {
  readonly draft: QuoteDraft
  readonly onChange: (lines: readonly LineDraft[]) => void
}

interface LineRowProps {
  readonly line: LineDraft
  readonly at: number
  readonly currency: string
  readonly onChange: (change: Partial<LineDraft>) => void
  /** Left out for the only line. */
  readonly onRemove?: () => void
}

const LineRow = ({ line, at, currency, onChange, onRemove }: LineRowProps) => {
  const read = readLine(line, currency)
  const number = at + 1
  const isCount = line.quantity === '' || readWhole(line.quantity, 1, 1_000_000) !== null
  return (
    <tr>
      <td>
        <TextInput
          aria-label={words.of(words.description, number)}
          autoComplete="off"
          maxLength={500}
          value={line.description}
          onChange={(event) => onChange({ description: event.currentTarget.value })}
        />
      </td>
      <td>
        <TextInput
          aria-label={words.of(words.quantity, number)}
          inputMode="numeric"
          autoComplete="off"
          value={line.quantity}
          error={isCount ? undefined : wrong.quantity}
          onChange={(event) => onChange({ quantity: event.currentTarget.value })}
        />
      </td>
      <td>
        <TextInput
          aria-label={words.of(words.unitAmount, number)}
          inputMode="decimal"
          autoComplete="off"
          value={line.unitAmount}
          error={amountFault(line.unitAmount, currency)}
          // Another amount than the catalogue's is still quoted from that price: the comparison shows it.
          onChange={(event) => onChange({ unitAmount: event.currentTarget.value })}
        />
      </td>
      <td className={s['amount']}>
        {read && /^[a-z]{3}$/.test(currency) && (
          <MoneyCell value={{ amount: read.quantity * read.unitAmount, currency }} />
        )}
      </td>
      <td>{onRemove && <IconButton icon={X} size="sm" label={words.remove(number)} onPress={onRemove} />}</td>
    </tr>
  )
}

const Catalogue = ({
  currency,
  onPick,
}: {
  readonly currency: string
  readonly onPick: (price: QuotablePrice) => void
}) => {
  const prices = usePrices()
  const fitting = (prices.data ?? []).filter(({ unitAmount }) => unitAmount.currency === currency)
  return (
    <>
      <Select
        label={words.price}
        description={words.priceHint}
        searchable
        value={null}
        nothingFoundMessage={words.noPrices}
        data={fitting.map(({ stripeId, name, unitAmount, every }) => ({
          value: stripeId,
          label: words.priceText(name, moneyText(unitAmount), every),
        }))}
        onChange={(id) => {
          const price = fitting.find(({ stripeId }) => stripeId === id)
          if (price) onPick(price)
        }}
      />
      {prices.error && <FailureProblem title={words.pricesFailed} error={prices.error} />}
    </>
  )
}

/** The lines as a table to fill in, each with what it comes to. */
export const LineFields = ({ draft, onChange }: LineFieldsProps) => {
  const { lines } = draft
  const currency = codeOf(draft)
  const changeLine = (key: number, change: Partial<LineDraft>) =>
    onChange(lines.map((line) => (line.key === key ? { ...line, ...change } : line)))
  return (
    <fieldset className={s['group']}>
      <legend>{words.title}</legend>
      <table className={s['lineFields']}>
        <thead>
          <tr>
            <th scope="col">{words.description}</th>
            <th scope="col">{words.quantity}</th>
            <th scope="col">{words.unitAmount}</th>
            <th scope="col" className={s['amount']}>
              {words.amount}
            </th>
            <th scope="col">
              <span className="cs-sr">{words.removeHead}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, at) => (
            <LineRow
              key={line.key}
              line={line}
              at={at}
              currency={currency}
              onChange={(change) => changeLine(line.key, change)}
              {...(lines.length > 1 ? { onRemove: () => onChange(lines.filter(({ key }) => key !== line.key)) } : {})}
            />
          ))}
        </tbody>
      </table>
      <div className={s['under']}>
        <Catalogue currency={currency} onPick={(price) => onChange(withPrice(lines, price))} />
        {canAddLine(draft) && (
          <Button size="sm" icon={Plus} onPress={() => onChange([...lines, emptyLine(nextKey(lines))])}>
            {words.add}
          </Button>
        )}
      </div>
    </fieldset>
  )
}
