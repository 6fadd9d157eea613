import type { Discount } from '@countersign/shared/features/subscriptions'
import { FactGroup } from '../../components/FactGroup.tsx'
import { Name } from '../../components/Name.tsx'
import { team as words } from '../../messages/team.ts'
import { useReading } from './reading.ts'
import { discountText } from './texts.ts'
import s from './TeamView.module.css'

const Line = ({ discount }: { readonly discount: Discount }) => {
  const { now } = useReading()
  return (
    <li>
      <Name className="cs-med">{discount.couponName ?? words.discount.unnamed}</Name> {discountText(discount, now)}
      <span className="cs-faint">, {words.discount.hangs[discount.on]}</span>
    </li>
  )
}

/** What is taken off, and how much of it is left. */
export const DiscountFacts = ({ discounts }: { readonly discounts: readonly Discount[] }) =>
  discounts.length === 0 ? null : (
    <FactGroup title={words.facts.discounts}>
      <ul className={s['lines']}>
        {discounts.map((discount) => (
          <Line key={discount.stripeId} discount={discount} />
        ))}
      </ul>
    </FactGroup>
  )
