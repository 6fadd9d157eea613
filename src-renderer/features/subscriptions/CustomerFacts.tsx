import type { Customer } from '@countersign/shared/features/subscriptions'
import { CopyId } from '../../components/CopyId.tsx'
import { FactGroup } from '../../components/FactGroup.tsx'
import { FactList, type Fact } from '../../components/FactList.tsx'
import { dayText } from '../../lib/dates.ts'
import { team } from '../../messages/team.ts'
import { PaysBy } from './PaysBy.tsx'
import { taxText } from './texts.ts'

const words = team.facts

/** Whole, as it is evidence; where the column is too narrow for it, the domain goes on the next line. */
const Email = ({ address }: { readonly address: string }) => {
  const at = Math.max(address.lastIndexOf('@'), 0)
  return (
    <bdi>
      {address.slice(0, at)}
      <wbr />
      {address.slice(at)}
    </bdi>
  )
}

const factsOf = (customer: Customer): readonly Fact[] => [
  { label: words.stripe, value: <CopyId value={customer.stripeId} what={team.customerId} /> },
  {
    label: words.bills,
    value:
      customer.email === null ? <span className="cs-faint">{words.noEmail}</span> : <Email address={customer.email} />,
  },
  {
    label: words.tax,
    value: (
      <>
        {taxText(customer)}
        {customer.taxIds.map(({ type, value }) => (
          <div key={`${type}-${value}`}>
            {type.replaceAll('_', ' ').toUpperCase()} <bdi className="cs-mono">{value}</bdi>
          </div>
        ))}
      </>
    ),
  },
  { label: words.pays, value: <PaysBy methods={customer.paymentMethods} /> },
  { label: words.since, value: dayText(customer.createdAt) },
  ...(customer.isDelinquent ? [{ label: words.late, value: words.lateWord, tone: 'money' as const }] : []),
]

export const CustomerFacts = ({ customer }: { readonly customer: Customer }) => (
  <FactGroup title={words.customer}>
    <FactList labels="short" facts={factsOf(customer)} />
  </FactGroup>
)
