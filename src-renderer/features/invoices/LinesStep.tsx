import type { CatalogueEntry } from '@countersign/shared/features/invoice-work'
import type { LineComparison } from '@countersign/shared/features/invoices'
import type { Money } from '@countersign/shared/money'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Plus, Undo2 } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { useTRPC } from '../../lib/trpc.ts'
import { dayText } from '../../lib/dates.ts'
import { wizard } from '../../messages/invoice-wizard.ts'
import { AddPrice } from './AddPrice.tsx'
import { useCatalogue } from './use-catalogue.ts'
import { placesOf } from './compare-rules.ts'
import { Differences } from './Differences.tsx'
import { type LineDraft, lineDraftsOf, readLines } from './draft-rules.ts'
import { LineTable } from './LineTable.tsx'
import { StepFoot } from './StepFoot.tsx'
import type { StepProps, Work } from './work.ts'
import s from './Wizard.module.css'

const words = wizard.lines
const SETTLED_MS = 250
const NONE: readonly LineComparison[] = []
const NO_PRICES: readonly CatalogueEntry[] = []

/** The companion compares whatever can be read of the lines; the last answer stays until the next is there. */
const useComparison = ({ invoice: { id, comparison: lines, difference }, keep, fixed }: Work) => {
  const [wished] = useDebouncedValue(keep.choices.lines, SETTLED_MS)
  const query = useQuery({
    ...useTRPC().invoices.compare.queryOptions({ id, lines: wished }),
    enabled: fixed === undefined,
    placeholderData: keepPreviousData,
  })
  return fixed === undefined ? query : { ...query, data: { lines, difference } }
}

const quotedDrafts = ({ invoice: { quote } }: Work): readonly LineDraft[] =>
  lineDraftsOf(
    quote.lines.map((line, at) => ({ quoteLine: at, ...line })),
    quote.currency,
  )

const useLines = (work: Work) => {
  const { keep, typed, type, invoice } = work
  const { currency } = invoice.quote
  const drafts = typed.lines ?? lineDraftsOf(keep.choices.lines, currency)
  const put = (next: readonly LineDraft[]) => {
    type({ lines: next })
    const read = readLines(next, currency)
    if (read.is === 'read') keep.change({ lines: read.value })
  }
  const newKey = () => `new ${drafts.length} ${Date.now().toString(36)}`
  return {
    drafts,
    currency,
    change: (at: number, part: Partial<LineDraft>) =>
      put(drafts.map((draft, index) => (index === at ? { ...draft, ...part } : draft))),
    remove: (at: number) => put(drafts.filter((_, index) => index !== at)),
    putBack: (quoteLine: number) => {
      const line = quotedDrafts(work)[quoteLine]
      if (line) put([...drafts, { ...line, key: newKey() }])
    },
    add: (line: Omit<LineDraft, 'key' | 'quoteLine'>) => put([...drafts, { ...line, key: newKey(), quoteLine: null }]),
    asQuoted: () => put(quotedDrafts(work)),
  }
}

interface ToolsProps {
  readonly work: Work
  readonly lines: ReturnType<typeof useLines>
}

const Tools = ({ work, lines }: ToolsProps) => (
  <div className={s['tools']}>
    <AddPrice work={work} onAdd={lines.add} />
    <Button
      size="sm"
      icon={Plus}
      onPress={() => lines.add({ description: '', quantity: '1', unitAmount: '', priceStripeId: null })}
    >
      {words.add}
    </Button>
    <Button size="sm" kind="quiet" icon={Undo2} onPress={lines.asQuoted}>
      {words.asQuoted}
    </Button>
  </div>
)

const zero = (currency: string): Money => ({ amount: 0, currency })

/** The quote's lines beside those of the invoice; whatever differs is accepted by name. */
export const LinesStep = ({ work }: StepProps) => {
  const { invoice, keep } = work
  const lines = useLines(work)
  const compared = useComparison(work)
  const comparison = compared.data?.lines ?? NONE
  const catalogue = useCatalogue(work).data ?? NO_PRICES
  return (
    <>
      <div className={s['body']}>
        <section className={s['table']} aria-label={words.title}>
          <LineTable
            quoteHead={words.quote(dayText(invoice.quote.acceptedOn))}
            quote={invoice.quote}
            catalogue={catalogue}
            drafts={lines.drafts}
            places={placesOf(lines.drafts, invoice.quote.lines.length, comparison)}
            difference={compared.data?.difference ?? zero(lines.currency)}
            fixed={work.fixed}
            onChange={lines.change}
            onRemove={lines.remove}
            onPutBack={lines.putBack}
          />
          {work.fixed === undefined && <Tools work={work} lines={lines} />}
        </section>
        {compared.error && (
          <FailureProblem
            title={words.comparing}
            error={compared.error}
            onRetry={() => void compared.refetch()}
            isRetrying={compared.isFetching}
          />
        )}
        {compared.data && <Differences lines={comparison} terms={invoice.terms} keep={keep} fixed={work.fixed} />}
      </div>
      <StepFoot work={work} step="lines" />
    </>
  )
}
