import type { Subscription } from '@countersign/shared/features/subscriptions'
import { FactGroup } from '../../components/FactGroup.tsx'
import { Money } from '../../components/Money.tsx'
import { StateTag } from '../../components/StateTag.tsx'
import { team } from '../../messages/team.ts'
import { isRunning, sumByCurrency } from './standing-rules.ts'
import { planText, rhythmText } from './texts.ts'

const words = team.second

const amountsOf = ({ items }: Subscription) => sumByCurrency(items.flatMap(({ amount }) => (amount ? [amount] : [])))

/** A second subscription is never mistaken for the platform's. */
export const HandMade = ({ subscriptions }: { readonly subscriptions: readonly Subscription[] }) =>
  subscriptions
    .filter((row) => row.madeByHand && isRunning(row))
    .map((row) => (
      <FactGroup key={row.stripeId} title={words.title} tag={<StateTag>{words.tag}</StateTag>}>
        <p className="cs-xs cs-dim">
          {planText(row)}, {rhythmText(row)}
          {amountsOf(row).map((amount) => (
            <span key={amount.currency}>
              , <Money value={amount} />
            </span>
          ))}
          . {row.explanation} {words.why}
        </p>
      </FactGroup>
    ))
