import { useQuery } from '@tanstack/react-query'
import { Checkbox, Textarea, TextInput } from '@mantine/core'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Panel } from '../../components/Panel.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { currencyCode } from '../../lib/money.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { wizard } from '../../messages/invoice-wizard.ts'
import { memoProblem, MOST_MEMO, readDays } from './draft-rules.ts'
import { StepFoot } from './StepFoot.tsx'
import type { StepProps } from './work.ts'
import s from './Wizard.module.css'

const words = wizard.payment

const Methods = ({ work: { invoice, keep } }: StepProps) => {
  const { data, error, refetch, isFetching } = useQuery(useTRPC().invoices.methods.queryOptions({ id: invoice.id }))
  const { methods } = keep.choices
  if (error)
    return <FailureProblem title={words.reading} error={error} onRetry={() => void refetch()} isRetrying={isFetching} />
  if (!data) return <Skeleton rows={3} />
  return (
    <div className={s['methods']}>
      {data.map(({ method, isPossible, words: why }) => {
        const isOn = methods.includes(method)
        return (
          <div key={method} className={s['method']} data-off={!isPossible || undefined}>
            <Checkbox
              label={words.methods[method]}
              description={why}
              checked={isOn}
              disabled={!isPossible && !isOn}
              onChange={() =>
                keep.change({ methods: isOn ? methods.filter((one) => one !== method) : [...methods, method] })
              }
            />
          </div>
        )
      })}
    </div>
  )
}

const TaxRates = ({ work: { keep } }: StepProps) => {
  const { data, error, refetch, isFetching } = useQuery(useTRPC().invoices.taxRates.queryOptions())
  const { taxRateStripeIds: ids } = keep.choices
  if (error)
    return (
      <FailureProblem title={words.taxReading} error={error} onRetry={() => void refetch()} isRetrying={isFetching} />
    )
  if (!data) return <Skeleton rows={1} />
  if (data.length === 0) return <p className="cs-dim">{words.taxNone}</p>
  return (
    <div className={s['stack']}>
      {data.map(({ stripeId, name, percent, isInclusive }) => {
        const isOn = ids.includes(stripeId)
        return (
          <Checkbox
            key={stripeId}
            label={words.taxRate(name, percent, isInclusive)}
            checked={isOn}
            onChange={() =>
              keep.change({ taxRateStripeIds: isOn ? ids.filter((one) => one !== stripeId) : [...ids, stripeId] })
            }
          />
        )
      })}
      {ids.length === 0 && <p className="cs-dim">{words.noTax}</p>}
    </div>
  )
}

const Days = ({ work: { invoice, keep, typed, type, fixed } }: StepProps) => {
  const value = typed.days ?? String(keep.choices.daysUntilDue)
  const change = (days: string) => {
    type({ days })
    const read = readDays(days)
    if (read.is === 'read') keep.change({ daysUntilDue: read.value })
  }
  return (
    <TextInput
      className={s['days'] ?? ''}
      label={words.days}
      description={words.daysHint(invoice.quote.daysUntilDue)}
      inputMode="numeric"
      autoComplete="off"
      disabled={fixed !== undefined}
      value={value}
      error={readDays(value).is === 'gap' ? words.daysWrong : undefined}
      onChange={(event) => change(event.currentTarget.value)}
    />
  )
}

const Memo = ({ work: { invoice, keep, typed, type, fixed } }: StepProps) => {
  const { reference } = invoice.quote
  const memo = typed.memo ?? keep.choices.memo
  const problem = memoProblem(memo, reference)
  const change = (next: string) => {
    type({ memo: next })
    if (memoProblem(next, reference) === null) keep.change({ memo: next })
  }
  return (
    <div>
      <Textarea
        label={words.memo}
        description={words.memoHint(reference)}
        autosize
        minRows={2}
        maxRows={8}
        dir="auto"
        disabled={fixed !== undefined}
        value={memo}
        error={problem ?? undefined}
        onChange={(event) => change(event.currentTarget.value)}
      />
      <p className={s['count']} data-over={memo.length > MOST_MEMO || undefined}>
        {words.memoCount(memo.length, MOST_MEMO)}
      </p>
    </div>
  )
}

/** What was chosen, for whoever may not choose. */
const Chosen = ({ work: { keep } }: StepProps) => (
  <p className={s['chosen']}>{keep.choices.methods.map((method) => words.methods[method]).join(', ')}</p>
)

const ChosenTax = ({ work: { keep } }: StepProps) => {
  const ids = keep.choices.taxRateStripeIds
  return <p className={ids.length === 0 ? 'cs-dim' : 'cs-mono'}>{ids.length === 0 ? words.noTax : ids.join(', ')}</p>
}

/** How the customer can pay, by when, and what the memo says. */
export const PaymentStep = ({ work }: StepProps) => (
  <>
    <div className={s['body']}>
      <Panel title={words.title} aside={words.supports(currencyCode(work.invoice.quote.currency))} isFlush>
        {work.fixed === undefined ? <Methods work={work} /> : <Chosen work={work} />}
      </Panel>
      <Panel title={words.terms}>
        <div className={s['stack']}>
          <Days work={work} />
          <Memo work={work} />
        </div>
      </Panel>
      <Panel title={words.tax}>{work.fixed === undefined ? <TaxRates work={work} /> : <ChosenTax work={work} />}</Panel>
    </div>
    <StepFoot work={work} step="payment" />
  </>
)
