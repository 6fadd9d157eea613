import type { SubscriptionItem } from '@countersign/shared/features/subscriptions'
import { currencyDecimals } from '@countersign/shared/money'
import { Money } from '../../components/Money.tsx'
import { MoneyCell } from '../../components/MoneyCell.tsx'
import { Name } from '../../components/Name.tsx'
import { dayText } from '../../lib/dates.ts'
import { team } from '../../messages/team.ts'
import s from './TeamView.module.css'

const words = team.subscription

const Price = ({ item }: { readonly item: SubscriptionItem }) => {
  const { unitAmount, quantity, usage, billingScheme, interval, intervalCount } = item
  const rhythm = team.every(interval, intervalCount)
  return (
    <>
      {unitAmount === null ? billingScheme === 'tiered' ? words.tiered : words.metered : <Money value={unitAmount} />}
      {quantity === null ? '' : ` × ${quantity}`}
      {usage === 'metered' && `, ${words.usage}`}, {rhythm}
    </>
  )
}

const Item = ({ item }: { readonly item: SubscriptionItem }) => (
  <li className={s['item']}>
    <Name className="cs-med">{item.productName}</Name>
    <span>
      {item.amount === null ? (
        <span className={s['under']}>{words.metered}</span>
      ) : (
        <MoneyCell value={item.amount} columnDecimals={currencyDecimals(item.amount.currency)} />
      )}
    </span>
    <span className={s['under']}>
      <Price item={item} />
      <br />
      {words.period(dayText(item.periodStartsAt), dayText(item.periodEndsAt))}
      <br />
      <bdi className="cs-mono">{item.priceStripeId}</bdi>
    </span>
  </li>
)

/** Price × quantity of each item, before discounts, and the period it is in. */
export const ItemList = ({ items }: { readonly items: readonly SubscriptionItem[] }) =>
  items.length === 0 ? (
    <p className="cs-xs cs-dim">{words.noItems}</p>
  ) : (
    <ul className={s['items']}>
      {items.map((item) => (
        <Item key={item.stripeId} item={item} />
      ))}
    </ul>
  )
