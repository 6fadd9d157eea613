import type { TeamPage } from '@countersign/shared/features/subscriptions'
import { BalanceFacts } from './BalanceFacts.tsx'
import { CustomerFacts } from './CustomerFacts.tsx'
import { DiscountFacts } from './DiscountFacts.tsx'
import { HandMade } from './HandMade.tsx'
import { MetadataFacts } from './MetadataFacts.tsx'
import { NextInvoiceFacts } from './NextInvoiceFacts.tsx'
import { valueOf } from './part-rules.ts'
import { PartView } from './PartView.tsx'
import { isRunning } from './standing-rules.ts'

const discountsOf = (page: TeamPage) => [
  ...(valueOf(page.customer)?.discounts ?? []),
  ...(valueOf(page.subscriptions) ?? []).filter(isRunning).flatMap(({ discounts }) => discounts),
]

/** What is true of the team now, on the left of its page. */
export const TeamFacts = ({ page }: { readonly page: TeamPage }) => {
  const customer = valueOf(page.customer)
  const balance = customer?.balance ?? null
  return (
    <>
      <PartView name="customer" part={page.customer}>
        {(customer) => <CustomerFacts customer={customer} />}
      </PartView>
      <PartView name="nextInvoices" part={page.nextInvoices}>
        {(previews) => <NextInvoiceFacts previews={previews} />}
      </PartView>
      <DiscountFacts discounts={discountsOf(page)} />
      {balance !== null && (
        <PartView name="balance" part={page.balance}>
          {(part) => <BalanceFacts balance={balance} {...part} />}
        </PartView>
      )}
      <HandMade subscriptions={valueOf(page.subscriptions) ?? []} />
      {customer && <MetadataFacts metadata={customer.metadata} />}
    </>
  )
}
