import type { TeamPage } from '@countersign/shared/features/subscriptions'
import type { Money as Amount } from '@countersign/shared/money'
import { KeyFigures, type KeyFigure } from '../../components/KeyFigures.tsx'
import { Money } from '../../components/Money.tsx'
import { shortDayText } from '../../lib/dates.ts'
import { messages } from '../../messages/index.ts'
import { team } from '../../messages/team.ts'
import { valueOf } from './part-rules.ts'
import { useReading } from './reading.ts'
import { chargeAfterExpiry, expiryOf, lateAmounts, mainMethod, nextFirst, perMonthOf } from './standing-rules.ts'
import { monthText } from './texts.ts'

const words = team.figures

const Amounts = ({ amounts }: { readonly amounts: readonly Amount[] }) =>
  amounts.length === 0
    ? messages.common.none
    : amounts.map((amount, at) => (
        <span key={amount.currency}>
          {at > 0 && ' + '}
          <Money value={amount} />
        </span>
      ))

const unread = <span className="cs-faint">{words.unread}</span>

const monthFigure = (page: TeamPage): KeyFigure => {
  const rows = valueOf(page.subscriptions)
  const { amounts, isPart } = perMonthOf(rows ?? [])
  return {
    id: 'month',
    label: isPart ? words.monthPart : words.month,
    value: rows ? <Amounts amounts={amounts} /> : unread,
    title: words.monthTitle,
    isOptional: true,
  }
}

const balanceFigure = (page: TeamPage): KeyFigure => {
  const customer = valueOf(page.customer)
  return {
    id: 'balance',
    label: words.balance,
    value: customer ? <Amounts amounts={customer.balance === null ? [] : [customer.balance]} /> : unread,
    title: words.balanceTitle,
  }
}

const nextFigure = (page: TeamPage, now: string): KeyFigure => {
  const previews = valueOf(page.nextInvoices)
  const [next] = nextFirst(previews ?? [])
  return {
    id: 'next',
    label: next?.at ? words.nextOn(shortDayText(next.at, now)) : words.next,
    value: previews ? <Amounts amounts={next ? [next.amountDue] : []} /> : unread,
    title: words.nextTitle,
  }
}

const RISK = { id: 'risk', tone: 'money' } as const

const cardFigure = (page: TeamPage, now: string): readonly KeyFigure[] => {
  const expires = mainMethod(valueOf(page.customer)?.paymentMethods ?? [])?.expires ?? null
  const charge = chargeAfterExpiry(expires, valueOf(page.nextInvoices) ?? [])
  const state = expiryOf(expires, now)
  if (!charge || expires === null || state === 'good') return []
  const label = (state === 'expired' ? words.expired : words.expires)(monthText(expires))
  return [{ ...RISK, label, value: <Amounts amounts={[charge.amountDue]} /> }]
}

/** Late money first; else the first charge that the card will be too old for. */
const riskFigure = (page: TeamPage, now: string): readonly KeyFigure[] => {
  const late = lateAmounts(valueOf(page.invoices)?.invoices ?? [], now)
  return late.length > 0
    ? [{ ...RISK, label: words.late, value: <Amounts amounts={late} />, title: words.lateTitle }]
    : cardFigure(page, now)
}

/** Money at a glance; each figure says on pointing where it is from. */
export const TeamFigures = ({ page }: { readonly page: TeamPage }) => {
  const { now } = useReading()
  return (
    <KeyFigures figures={[monthFigure(page), balanceFigure(page), nextFigure(page, now), ...riskFigure(page, now)]} />
  )
}
