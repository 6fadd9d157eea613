import { Select, TextInput } from '@mantine/core'
import type { Offer } from '@countersign/shared/features/subscription-work'
import type { Subscription } from '@countersign/shared/features/subscriptions'
import { Plus } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { moneyText } from '../../lib/money.ts'
import { changes as words } from '../../messages/changes.ts'
import { type DraftItem, isOdd, isQuantity } from './draft-rules.ts'
import s from './Changes.module.css'

export interface ItemFieldsProps {
  readonly subscription: Subscription
  readonly items: readonly DraftItem[]
  readonly offers: readonly Offer[]
  readonly onChange: (items: readonly DraftItem[]) => void
}

type Item = Subscription['items'][number]
const GONE = 'gone'

const offerText = ({ name, unitAmount, interval, intervalCount }: Offer): string =>
  words.offer(name, moneyText(unitAmount), words.every(interval, intervalCount))

const choicesOf = (offers: readonly Offer[], now: Item | undefined, canGo: boolean) => {
  const data = offers.map((offer) => ({ value: offer.priceStripeId, label: offerText(offer) }))
  // A price that isn't sold any more still stands on the subscription.
  const isListed = now === undefined || data.some(({ value }) => value === now.priceStripeId)
  const { unitAmount } = now ?? { unitAmount: null }
  const kept =
    isListed || unitAmount === null
      ? []
      : [{ value: now.priceStripeId, label: offerText({ ...now, unitAmount, name: now.productName }) }]
  return [...kept, ...data, ...(canGo ? [{ value: GONE, label: words.takeOff }] : [])]
}

interface ItemFieldProps {
  readonly item: DraftItem
  readonly now: Item | undefined
  readonly offers: readonly Offer[]
  readonly canGo: boolean
  readonly onChange: (change: Partial<DraftItem>) => void
}

const ItemField = ({ item, now, offers, canGo, onChange }: ItemFieldProps) => {
  if (now !== undefined && isOdd(now)) return <p className="cs-dim">{words.odd(now.productName)}</p>
  const isGone = item.priceStripeId === null && item.itemStripeId !== null
  return (
    <div className={s['item']}>
      <Select
        label={now === undefined ? words.newPlan : words.plan(now.productName)}
        searchable
        data={choicesOf(offers, now, canGo)}
        value={isGone ? GONE : item.priceStripeId}
        onChange={(value) => onChange({ priceStripeId: value === GONE ? null : value })}
      />
      <TextInput
        label={words.quantity}
        inputMode="numeric"
        autoComplete="off"
        disabled={isGone}
        value={item.quantity}
        error={isGone || isQuantity(item.quantity) ? undefined : words.quantityWrong}
        onChange={(event) => onChange({ quantity: event.currentTarget.value })}
      />
    </div>
  )
}

/** One line per item that is there or comes; those of another currency are not on offer. */
export const ItemFields = ({ subscription, items, offers, onChange }: ItemFieldsProps) => {
  const theirs = offers.filter(({ unitAmount }) => unitAmount.currency === subscription.currency)
  const isNewOpen = items.some(({ itemStripeId }) => itemStripeId === null)
  const edit = (id: string, change: Partial<DraftItem>) =>
    onChange(items.map((item) => (item.id === id ? { ...item, ...change } : item)))
  return (
    <>
      {items.map((item) => (
        <ItemField
          key={item.id}
          item={item}
          now={subscription.items.find(({ stripeId }) => stripeId === item.itemStripeId)}
          offers={theirs}
          canGo={items.length > 1 && item.itemStripeId !== null}
          onChange={(change) => edit(item.id, change)}
        />
      ))}
      <div>
        {isNewOpen ? (
          <Button
            kind="quiet"
            size="sm"
            onPress={() => onChange(items.filter(({ itemStripeId }) => itemStripeId !== null))}
          >
            {words.dropNew}
          </Button>
        ) : (
          <Button
            kind="quiet"
            size="sm"
            icon={Plus}
            onPress={() => onChange([...items, { id: 'new', itemStripeId: null, priceStripeId: null, quantity: '1' }])}
          >
            {words.add}
          </Button>
        )}
      </div>
    </>
  )
}
