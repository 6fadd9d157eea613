import type { CustomerCandidate, CustomerChoice } from '@countersign/shared/features/invoice-work'
import type { Quote } from '@countersign/shared/features/quotes'
import { Radio } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { RotateCw } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { CopyId } from '../../components/CopyId.tsx'
import { type Fact, FactList } from '../../components/FactList.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Name } from '../../components/Name.tsx'
import { Notice } from '../../components/Notice.tsx'
import { Panel } from '../../components/Panel.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { dayText } from '../../lib/dates.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { invoices } from '../../messages/invoices.ts'
import { wizard } from '../../messages/invoice-wizard.ts'
import { CandidateRow } from './CandidateRow.tsx'
import { customerDraftOf, readCustomer } from './draft-rules.ts'
import { NewCustomerFields } from './NewCustomerFields.tsx'
import { StepFoot } from './StepFoot.tsx'
import type { StepProps, Work } from './work.ts'
import s from './Wizard.module.css'

const words = wizard.customer
const labels = invoices.facts
const NEW = 'new'

const addressText = ({ line1, line2, postalCode, city, state, country }: Quote['address']): string =>
  [line1, line2, [postalCode, city].filter(Boolean).join(' '), state, country].filter(Boolean).join(', ')

const fact = (label: string, value: string | null): readonly Fact[] =>
  value === null || value === '' ? [] : [{ label, value: <Name>{value}</Name> }]

const quoteFacts = (quote: Quote): readonly Fact[] => [
  ...fact(labels.customer, quote.customerName),
  ...fact(labels.email, quote.billingEmail),
  ...fact(labels.address, addressText(quote.address)),
  ...fact(labels.team, quote.teamId),
  ...fact(labels.ticket, quote.ticket),
  ...fact(labels.acceptedBy, quote.acceptedBy),
  { label: labels.acceptedOn, value: dayText(quote.acceptedOn) },
  ...fact(labels.terms, quote.terms),
  ...fact(labels.order, quote.purchaseOrder),
  ...quote.taxNumbers.flatMap(({ type, value }) => fact(type, value)),
]

const fromQuote = ({ customerName: name, billingEmail: email, address }: Quote) =>
  customerDraftOf({ name, email, address })

const valueOf = (customer: CustomerChoice | null, isTyped: boolean): string | null => {
  if (isTyped) return NEW
  if (customer === null) return null
  return customer.kind === 'new' ? NEW : customer.customerStripeId
}

const choose = ({ keep, type, invoice }: Work, value: string): void => {
  if (value !== NEW) {
    type({ customer: null })
    keep.change({ customer: { kind: 'existing', customerStripeId: value } })
    return
  }
  const draft = fromQuote(invoice.quote)
  type({ customer: draft })
  const read = readCustomer(draft)
  if (read.is === 'read') keep.change({ customer: read.value })
}

const isUnlisted = (customer: CustomerChoice | null, candidates: readonly CustomerCandidate[]): boolean =>
  customer?.kind === 'existing' &&
  !candidates.some(({ customerStripeId }) => customerStripeId === customer.customerStripeId)

interface ChoicesProps extends StepProps {
  readonly candidates: readonly CustomerCandidate[]
}

const Choices = ({ work, candidates }: ChoicesProps) => {
  const { keep, typed, invoice } = work
  const { customer } = keep.choices
  const value = valueOf(customer, typed.customer !== null)
  return (
    <>
      <Radio.Group aria-label={words.title} value={value} onChange={(next) => choose(work, next)}>
        <div className={s['candidates']}>
          {candidates.map((candidate) => (
            <CandidateRow key={candidate.customerStripeId} candidate={candidate} />
          ))}
          <div className={s['candidate']}>
            <Radio value={NEW} label={words.make} description={words.makeText(invoice.quote.teamId)} />
          </div>
        </div>
      </Radio.Group>
      {isUnlisted(customer, candidates) && customer?.kind === 'existing' && (
        <Notice tone="money" isLive>
          {words.missing} <span className="cs-mono">{customer.customerStripeId}</span>
        </Notice>
      )}
      {value === NEW && <NewCustomerFields work={work} />}
    </>
  )
}

/** Who was chosen, for whoever may not choose. */
const Chosen = ({ work: { keep, invoice } }: StepProps) => {
  const { customer } = keep.choices
  const { document } = invoice
  if (document) {
    const { customerStripeId, customerName, customerEmail } = document
    const id = { label: labels.customer, value: <CopyId value={customerStripeId} what={labels.customer} /> }
    return <FactList facts={[...fact(words.name, customerName), ...fact(words.email, customerEmail), id]} />
  }
  if (customer === null) return <p className="cs-dim">{words.noChoice}</p>
  return customer.kind === 'new' ? (
    <FactList
      facts={[
        ...fact(words.name, customer.name),
        ...fact(words.email, customer.email),
        ...fact(labels.address, addressText(customer.address)),
      ]}
    />
  ) : (
    <CopyId value={customer.customerStripeId} what={labels.customer} />
  )
}

/** Those that Stripe has, how sure each is, or a new one. */
const Candidates = ({ work }: StepProps) => {
  const { data, error, isFetching, refetch } = useQuery(
    useTRPC().invoices.findCustomers.queryOptions({ id: work.invoice.id }),
  )
  return (
    <Panel
      title={words.candidates}
      aside={
        <Button size="sm" kind="quiet" icon={RotateCw} isBusy={isFetching} onPress={() => void refetch()}>
          {words.search}
        </Button>
      }
    >
      <div className={s['stack']}>
        {error && (
          <FailureProblem title={words.reading} error={error} onRetry={() => void refetch()} isRetrying={isFetching} />
        )}
        {data?.warnings.map((text) => (
          <Notice key={text} tone="money">
            {text}
          </Notice>
        ))}
        {data?.candidates.length === 0 && <p className="cs-dim">{words.none}</p>}
        {data && <Choices work={work} candidates={data.candidates} />}
        {!data && !error && <Skeleton rows={4} />}
      </div>
    </Panel>
  )
}

/** Who is billed, beside what the quote says of them. */
export const CustomerStep = ({ work }: StepProps) => (
  <>
    <div className={s['columns']}>
      <div className={s['left']}>
        {work.fixed === undefined ? (
          <Candidates work={work} />
        ) : (
          <Panel title={words.title}>
            <Chosen work={work} />
          </Panel>
        )}
      </div>
      <div className={s['right']}>
        <Panel title={words.quote} aside={<Name>{work.invoice.quote.source}</Name>}>
          <FactList facts={quoteFacts(work.invoice.quote)} />
        </Panel>
      </div>
    </div>
    <StepFoot work={work} step="customer" />
  </>
)
