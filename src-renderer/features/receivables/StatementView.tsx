import type { Statement } from '@countersign/shared/features/receivables'
import { MoneyCell } from '../../components/MoneyCell.tsx'
import { Money } from '../../components/Money.tsx'
import { Name } from '../../components/Name.tsx'
import { dayText, timeText } from '../../lib/dates.ts'
import { currencyCode } from '../../lib/money.ts'
import { receivables } from '../../messages/receivables.ts'
import s from './Receivables.module.css'

const { statements: words } = receivables

type Account = Statement['currencies'][number]

const Head = () => (
  <thead>
    <tr>
      <th>{words.columns.on}</th>
      <th>{words.columns.kind}</th>
      <th>{words.columns.reference}</th>
      <th className={s['end']}>{words.columns.amount}</th>
      <th className={s['end']}>{words.columns.balance}</th>
    </tr>
  </thead>
)

interface BalanceRowProps {
  readonly day: string
  readonly label: string
  readonly value: Account['opening']
}

const BalanceRow = ({ day, label, value }: BalanceRowProps) => (
  <tr>
    <td>{dayText(day)}</td>
    <th scope="row" colSpan={3}>
      {label}
    </th>
    <td className={s['end']}>
      <MoneyCell value={value} />
    </td>
  </tr>
)

const AccountTable = ({ account, from, to }: { readonly account: Account } & Pick<Statement, 'from' | 'to'>) => (
  <table className={s['account']}>
    <caption>{currencyCode(account.currency)}</caption>
    <Head />
    <tbody>
      <BalanceRow day={from} label={words.opening} value={account.opening} />
      {account.entries.map(({ on, kind, reference, amount, balance }) => (
        <tr key={`${on} ${kind} ${reference} ${balance.amount}`}>
          <td>{dayText(on)}</td>
          <td>{words.kinds[kind]}</td>
          <td className="cs-mono">{reference}</td>
          <td className={s['end']}>
            <MoneyCell value={amount} />
          </td>
          <td className={s['end']}>
            <MoneyCell value={balance} />
          </td>
        </tr>
      ))}
    </tbody>
    <tfoot>
      <BalanceRow day={to} label={words.closing} value={account.closing} />
      {account.writtenOff.amount > 0 && (
        // Ours to know, not for the customer's paper.
        <tr className={s['inside']}>
          <td colSpan={5}>
            {words.writtenOff}: <Money value={account.writtenOff} />
          </td>
        </tr>
      )}
    </tfoot>
  </table>
)

/** Everything between a customer and us in a span, on the screen and on paper alike. */
export const StatementView = ({ statement }: { readonly statement: Statement }) => {
  const { customerName, customerEmail, customerStripeId, from, to, readAt, currencies } = statement
  return (
    <article className={s['statement']} aria-label={words.of(customerName ?? customerStripeId)}>
      <header>
        <h2 className={s['title']}>
          <Name>{customerName ?? customerStripeId}</Name>
        </h2>
        <p className="cs-dim">
          {customerEmail !== null && <Name>{`${customerEmail}, `}</Name>}
          {words.span(dayText(from), dayText(to))}
        </p>
        <p className="cs-faint">{words.readAt(timeText(readAt))}</p>
      </header>
      {currencies.length === 0 ? (
        <p className="cs-dim">{words.empty}</p>
      ) : (
        currencies.map((account) => <AccountTable key={account.currency} account={account} from={from} to={to} />)
      )}
    </article>
  )
}
