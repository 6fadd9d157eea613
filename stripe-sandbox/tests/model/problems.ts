import type { Stripe } from 'stripe'
import type { RunningSandbox } from '../../index.ts'
import { type History, live } from './history.ts'
import type { Reader, Thing } from './reader.ts'
import { danglingReferences } from './references.ts'
import { deletedIn, itemsIn, replayProblems } from './replay.ts'
import { balanceProblems, creditNoteProblems, invoiceProblems, named } from './sums.ts'
import type { Step } from './world.ts'

const linesOf = async (reader: Reader, invoice: Stripe.Invoice): Promise<Stripe.InvoiceLineItem[]> =>
  invoice.lines.has_more
    ? ((await reader.all(`/v1/invoices/${invoice.id}/lines`)) as unknown as Stripe.InvoiceLineItem[])
    : invoice.lines.data

const sumProblems = async (reader: Reader, things: readonly Thing[]): Promise<string[]> => {
  const problems = named<Stripe.CreditNote>(things, 'credit_note').flatMap(creditNoteProblems)
  for (const invoice of named<Stripe.Invoice>(things, 'invoice'))
    problems.push(...invoiceProblems(invoice, await linesOf(reader, invoice)))
  const moved = named<Stripe.CustomerBalanceTransaction>(things, 'customer_balance_transaction').toReversed()
  for (const customer of named<Stripe.Customer>(things, 'customer'))
    problems.push(
      ...balanceProblems(
        customer,
        moved.filter(({ customer: owner }) => owner === customer.id),
      ),
    )
  return problems
}

/** Requests have random ids of their own, in the events that they caused too. */
const comparable = (things: readonly Thing[]): string =>
  JSON.stringify(things, (key, value: unknown) => (key === 'request' ? null : value))

const copyProblems = (name: string, one: readonly Thing[], other: readonly Thing[]): string[] => {
  if (comparable(one) === comparable(other)) return []
  const at = one.findIndex((thing, i) => comparable([thing]) !== comparable(other.slice(i, i + 1)))
  const shown = (thing: Thing | undefined): string => (thing === undefined ? 'nothing' : comparable([thing]))
  return [`${name} is different: ${shown(one[at])} against ${shown(other[at])}`]
}

const wholeOf = async (reader: Reader): Promise<Thing[]> => [
  ...(await reader.account()),
  ...(await reader.all('/v1/events')),
]

/** An account made from its own snapshot must answer everything alike. */
const restoredProblems = async ({ control, reader }: History): Promise<string[]> => {
  const before = await wholeOf(reader)
  control.restore(control.snapshot())
  return copyProblems('the restored account', before, await wholeOf(reader))
}

export interface Outcome {
  readonly done: readonly string[]
  readonly problems: readonly string[]
}

/** Lives a history in an account of its own and says what does not hold of it. */
export const judge = async (sandbox: RunningSandbox, key: string, steps: readonly Step[]): Promise<Outcome> => {
  const control = sandbox.account(key)
  const empty = control.snapshot()
  const history = await live(sandbox, key, steps)
  const things = await history.reader.account()
  const discounts = await history.reader.discounts()
  const known = new Set([
    ...deletedIn(history.events),
    ...itemsIn(history.events),
    ...(await history.reader.detached(things)),
  ])
  const problems = [
    ...danglingReferences([...things, ...discounts], known),
    ...(await sumProblems(history.reader, things)),
    ...replayProblems(history.events, things),
    ...(await restoredProblems(history)),
  ]
  // The same steps from the same seed must come to the same account.
  control.restore(empty)
  const again = await live(sandbox, key, steps)
  control.reset()
  return {
    done: history.done,
    problems: [...problems, ...copyProblems('the second time', history.events, again.events)],
  }
}
