import type { AgeBand, Receivable } from '@countersign/shared/features/receivables'
import { decimalText } from '@countersign/shared/money'
import type { TableColumn } from '../../components/DenseTable.tsx'
import { MoneyCell } from '../../components/MoneyCell.tsx'
import { Name } from '../../components/Name.tsx'
import { toneClass, type Tone } from '../../components/tone.ts'
import { dayText, shortDayText } from '../../lib/dates.ts'
import { messages } from '../../messages/index.ts'
import { receivables as words } from '../../messages/receivables.ts'
import { nextStep } from './next-rules.ts'
import s from './Receivables.module.css'

const { columns } = words

type Column = TableColumn<Receivable>

/** A bar reaches its end at ninety days. */
const FULL_DAYS = 90

export const toneOfBand = (band: AgeBand): Tone | undefined => {
  if (band === 'late-60') return 'money'
  return band === 'late-over' ? 'danger' : undefined
}

export const nameOf = ({ customerName, teamId, customerStripeId }: Receivable): string =>
  customerName ?? teamId ?? customerStripeId

const daysWords = (daysLate: number): string => {
  if (daysLate > 0) return words.days(daysLate)
  return daysLate === 0 ? words.today : words.inDays(-daysLate)
}

const first = (decimals: number): readonly Column[] => [
  {
    id: 'number',
    head: columns.number,
    width: 132,
    cell: ({ number, stripeId }) => <span className="cs-mono">{number ?? stripeId}</span>,
    text: ({ number, stripeId }) => number ?? stripeId,
    sortValue: ({ number, stripeId }) => number ?? stripeId,
    isFixed: true,
  },
  {
    id: 'team',
    head: columns.team,
    cell: (row) => <Name isCut>{nameOf(row)}</Name>,
    text: nameOf,
    sortValue: nameOf,
  },
  {
    id: 'open',
    head: columns.open,
    width: 136,
    align: 'money',
    cell: ({ remaining }) => <MoneyCell value={remaining} columnDecimals={decimals} />,
    text: ({ remaining }) => `${decimalText(remaining)} ${remaining.currency.toUpperCase()}`,
    sortValue: ({ remaining }) => remaining.amount,
  },
]

const lateness = (now: string): readonly Column[] => [
  {
    id: 'due',
    head: columns.due,
    width: 84,
    hasFigures: true,
    cell: ({ dueOn }) => shortDayText(dueOn, now),
    text: ({ dueOn }) => dueOn,
    sortValue: ({ dueOn }) => dueOn,
  },
  {
    id: 'late',
    head: columns.late,
    width: 104,
    cell: ({ daysLate, band }) => (
      <span className={s['late']} aria-hidden>
        <i data-band={band} style={{ width: `${(Math.min(Math.max(daysLate, 0), FULL_DAYS) / FULL_DAYS) * 100}%` }} />
      </span>
    ),
    text: ({ band }) => words.bands[band],
  },
  {
    id: 'days',
    head: columns.days,
    width: 88,
    align: 'end',
    cell: ({ daysLate, band }) => (
      <span className={toneClass(toneOfBand(band), daysLate > 0 ? undefined : 'cs-faint')}>{daysWords(daysLate)}</span>
    ),
    text: ({ daysLate }) => String(daysLate),
    sortValue: ({ daysLate }) => daysLate,
  },
]

const doings = (now: string): readonly Column[] => [
  {
    id: 'reminded',
    head: columns.reminded,
    width: 104,
    hasFigures: true,
    cell: ({ lastReminder, daysLate }) => {
      if (lastReminder !== null) return words.reminded(lastReminder.letter, shortDayText(lastReminder.at, now))
      return daysLate > 0 ? (
        <span className={toneClass('money')}>{words.nobodyYet}</span>
      ) : (
        <span className="cs-faint">{messages.common.none}</span>
      )
    },
    text: ({ lastReminder }) =>
      lastReminder === null ? '' : words.reminded(lastReminder.letter, dayText(lastReminder.at)),
    sortValue: ({ lastReminder }) => lastReminder?.at,
  },
  {
    id: 'next',
    head: columns.next,
    width: 156,
    cell: (row) => {
      const { text, tone } = nextStep(row, now)
      return <span className={toneClass(tone, tone === undefined ? 'cs-dim' : undefined)}>{text}</span>
    },
    text: (row) => nextStep(row, now).text,
    sortValue: (row) => nextStep(row, now).text,
  },
]

/** Not shown at first; CSV has them once they are. */
const ids: readonly Column[] = [
  {
    id: 'stripeId',
    head: columns.stripeId,
    width: 160,
    isHiddenAtFirst: true,
    cell: ({ stripeId }) => <span className="cs-mono">{stripeId}</span>,
    text: ({ stripeId }) => stripeId,
  },
  {
    id: 'customer',
    head: columns.customer,
    width: 160,
    isHiddenAtFirst: true,
    cell: ({ customerStripeId }) => <span className="cs-mono">{customerStripeId}</span>,
    text: ({ customerStripeId }) => customerStripeId,
  },
  {
    id: 'asOf',
    head: columns.asOf,
    width: 160,
    hasFigures: true,
    isHiddenAtFirst: true,
    cell: ({ asOf }) => asOf.slice(0, 19).replace('T', ' '),
    text: ({ asOf }) => asOf,
  },
]

/** `now` decides what a day is called; a narrow window has no room for bars, the days say the same. */
export const receivableColumns = (now: string, decimals: number, isNarrow: boolean): readonly Column[] =>
  [...first(decimals), ...lateness(now), ...doings(now), ...ids].filter(({ id }) => !isNarrow || id !== 'late')
