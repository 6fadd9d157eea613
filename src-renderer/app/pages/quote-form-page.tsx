import { useNavigate, useParams } from '@tanstack/react-router'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { PageHead } from '../../components/PageHead.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { QuoteForm } from '../../features/quotes/QuoteForm.tsx'
import { useQuote } from '../../features/quotes/use-quotes.ts'
import { deskPaths } from '../../lib/desk-paths.ts'
import { usePageTitle } from '../../lib/use-page-title.ts'
import { desk } from '../../messages/desk.ts'
import { quoteForm as words, quotes } from '../../messages/quotes.ts'
import s from './team-page.module.css'

const CRUMBS = [{ label: desk.pages.quotes, href: deskPaths.quotes() }]

const useWays = () => {
  const navigate = useNavigate()
  const open = (id: string | undefined) => void navigate({ to: '/quotes', search: { item: id } })
  return { onKept: open, onOpen: open }
}

export const NewQuotePage = () => {
  usePageTitle(words.newTitle)
  const ways = useWays()
  return (
    <>
      <PageHead title={words.newTitle} size="lg" crumbs={CRUMBS} />
      <QuoteForm {...ways} onCancel={() => ways.onOpen(undefined)} />
    </>
  )
}

export const EditQuotePage = () => {
  const { quoteId } = useParams({ from: '/quotes/$quoteId/edit' })
  const { data: quote, error, isFetching, refetch } = useQuote(quoteId)
  const title = words.editTitle(quote?.reference ?? '')
  usePageTitle(title)
  const ways = useWays()
  return (
    <>
      <PageHead title={title} size="lg" crumbs={CRUMBS} />
      {quote && <QuoteForm key={quote.id} quote={quote} {...ways} onCancel={() => ways.onOpen(quote.id)} />}
      {!quote && (
        <div className={s['wait']}>
          {error ? (
            <FailureProblem
              title={quotes.readingOne}
              error={error}
              onRetry={() => void refetch()}
              isRetrying={isFetching}
            />
          ) : (
            <Skeleton rows={8} />
          )}
        </div>
      )}
    </>
  )
}
