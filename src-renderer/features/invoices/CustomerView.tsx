import type { InvoiceView } from '@countersign/shared/features/invoice-work'
import type { Money as Amount } from '@countersign/shared/money'
import { Money } from '../../components/Money.tsx'
import { Name } from '../../components/Name.tsx'
import { dayText } from '../../lib/dates.ts'
import { wizard } from '../../messages/invoice-wizard.ts'
import s from './CustomerView.module.css'

const words = wizard.review.paper
const sums = wizard.review

export interface CustomerViewProps {
  readonly document: InvoiceView
}

const periodOf = ({ periodStartsAt: from, periodEndsAt: to }: InvoiceView['lines'][number]): string | null =>
  from === to ? null : words.period(dayText(from), dayText(to))

const Row = ({ label, amount, isTotal }: { label: string; amount: Amount; isTotal?: boolean }) => (
  <tr className={isTotal === true ? s['total'] : s['sum']}>
    <th scope="row">{label}</th>
    <td>
      <Money value={amount} />
    </td>
  </tr>
)

const Sums = ({ document: { discount, subtotal, tax, total, balanceApplied, amountDue } }: CustomerViewProps) => {
  const hasParts = discount.amount !== 0 || tax.amount !== 0
  return (
    <tfoot>
      {hasParts && <Row label={sums.subtotal} amount={subtotal} />}
      {discount.amount !== 0 && <Row label={sums.discount} amount={discount} />}
      {tax.amount !== 0 && <Row label={sums.tax} amount={tax} />}
      {(hasParts || balanceApplied.amount !== 0) && <Row label={sums.total} amount={total} />}
      {balanceApplied.amount !== 0 && <Row label={words.balance} amount={balanceApplied} />}
      <Row label={words.due2} amount={amountDue} isTotal />
    </tfoot>
  )
}

const Head = ({ document: { amountDue, dueAt, number } }: CustomerViewProps) => (
  <div className={s['head']}>
    <div>
      <p className={s['amount']}>
        <Money value={amountDue} />
      </p>
      <p className={s['dim']}>{dueAt === null ? words.dueOnSend : words.due(dayText(dueAt))}</p>
    </div>
    <p className={s['number']}>
      {number === null ? (
        <span className={s['dim']}>{words.noNumber}</span>
      ) : (
        <span>{`${words.number} ${number}`}</span>
      )}
    </p>
  </div>
)

const Parties = ({ document: { customerName, customerEmail, memo, customFields } }: CustomerViewProps) => (
  <dl className={s['parties']}>
    <div>
      <dt className={s['dim']}>{words.to}</dt>
      <dd>
        <Name>{customerName ?? ''}</Name>
        <br />
        <Name className={s['dim']}>{customerEmail ?? ''}</Name>
      </dd>
    </div>
    {memo !== null && (
      <div>
        <dt className={s['dim']}>{words.memo}</dt>
        <dd dir="auto">{memo}</dd>
      </div>
    )}
    {customFields.map(({ name, value }) => (
      <div key={name}>
        <dt className={s['dim']}>{name}</dt>
        <dd>
          <Name>{value}</Name>
        </dd>
      </div>
    ))}
  </dl>
)

const Pay = ({ methods }: Pick<InvoiceView, 'methods'>) =>
  methods === null ? (
    <p className={s['dim']}>{words.anyMethod}</p>
  ) : (
    <ul className={s['pay']} aria-label={wizard.payment.title}>
      {methods.map((method) => (
        <li key={method}>{wizard.payment.methodName(method)}</li>
      ))}
    </ul>
  )

/** The page as the customer will get it, from Stripe's document alone; nothing is added up here. */
export const CustomerView = ({ document }: CustomerViewProps) => (
  <div className={s['paper']}>
    <Head document={document} />
    <Parties document={document} />
    <table className={s['items']}>
      <caption className="cs-sr">{sums.customerSees}</caption>
      <thead>
        <tr>
          <th scope="col">{words.item}</th>
          <th scope="col">{words.amount}</th>
        </tr>
      </thead>
      <tbody>
        {document.lines.map((line, at) => {
          const period = periodOf(line)
          return (
            <tr key={`${at} ${line.description}`}>
              <th scope="row">
                <Name>{words.times(line.description, line.quantity ?? 1)}</Name>
                {period !== null && <span className={s['period']}>{period}</span>}
              </th>
              <td>
                <Money value={line.amount} />
              </td>
            </tr>
          )
        })}
      </tbody>
      <Sums document={document} />
    </table>
    <Pay methods={document.methods} />
  </div>
)
