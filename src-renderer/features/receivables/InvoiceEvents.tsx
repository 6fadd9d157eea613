import type { InvoiceHistory } from '@countersign/shared/features/receivables'
import { FactGroup } from '../../components/FactGroup.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Name } from '../../components/Name.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { dayText, timeText } from '../../lib/dates.ts'
import { deskPaths } from '../../lib/desk-paths.ts'
import { receivables as words } from '../../messages/receivables.ts'
import { useHistory } from './use-receivables.ts'
import s from './Receivables.module.css'

interface Happening {
  readonly id: string
  readonly at: string
  readonly what: string
  readonly more: string
  readonly href?: string
}

const happeningsOf = ({ reminders, notes, requests }: InvoiceHistory): Happening[] =>
  [
    ...reminders.map(({ id, at, letter, byName, mail }) => ({
      id,
      at,
      what: words.remindedBy(letter, byName),
      more: words.mail[mail],
    })),
    ...notes.map(({ id, at, text, byName, promisedOn }) => ({
      id,
      at,
      what: text,
      more: [words.notedBy(byName), ...(promisedOn === null ? [] : [words.next.promised(dayText(promisedOn))])].join(
        ', ',
      ),
    })),
    ...requests.map(({ id, at, title, state, requesterName }) => ({
      id,
      at,
      what: title,
      more: `${words.askedBy(requesterName)}, ${state}`,
      href: deskPaths.approvals({ item: id, show: 'all' }),
    })),
  ].toSorted((one, other) => other.at.localeCompare(one.at))

const Row = ({ happening: { at, what, more, href } }: { readonly happening: Happening }) => (
  <li>
    {href === undefined ? (
      <Name>{what}</Name>
    ) : (
      <a className="cs-link" href={href}>
        <bdi>{what}</bdi>
      </a>
    )}
    <span className="cs-dim">
      <time dateTime={at}>{timeText(at)}</time>, {more}
    </span>
  </li>
)

/** Letters, notes and requests about one invoice, newest first. */
export const InvoiceEvents = ({ invoiceStripeId }: { readonly invoiceStripeId: string }) => {
  const { data, error, refetch, isFetching } = useHistory(invoiceStripeId)
  if (error) {
    return (
      <FailureProblem
        title={words.historyNotRead}
        error={error}
        onRetry={() => void refetch()}
        isRetrying={isFetching}
      />
    )
  }
  if (!data) return <Skeleton rows={3} />
  const happenings = happeningsOf(data)
  return (
    <FactGroup title={words.history}>
      {happenings.length === 0 ? (
        <p className="cs-dim">{words.noHistory}</p>
      ) : (
        <ul className={s['events']}>
          {happenings.map((happening) => (
            <Row key={happening.id} happening={happening} />
          ))}
        </ul>
      )}
    </FactGroup>
  )
}
