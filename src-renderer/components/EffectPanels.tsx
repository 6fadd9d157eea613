import type { Money as Amount } from '@countersign/shared/money'
import { dayText } from '../lib/dates.ts'
import { moneyText } from '../lib/money.ts'
import { effect as words } from '../messages/effect.ts'
import { BeforeAfter } from './BeforeAfter.tsx'
import { Meter } from './Meter.tsx'
import { MoneyCell } from './MoneyCell.tsx'
import { Notice } from './Notice.tsx'
import { Panel } from './Panel.tsx'
import s from './EffectPanels.module.css'

/** What something would do, as the server worked it out. */
export interface Effect {
  readonly lines: readonly { readonly label: string; readonly before: string | null; readonly after: string }[]
  readonly history: readonly { readonly at: string; readonly text: string; readonly amount: Amount | null }[]
  readonly warnings: readonly string[]
  readonly customerReceives: string | null
}

/** Who would have to agree, and what is left of each budget. */
export interface Need {
  readonly approvers: number
  readonly isDesktopOnly: boolean
  readonly rules: readonly string[]
  readonly budgets: readonly {
    readonly name: string
    readonly limit: Amount
    readonly used: Amount
    readonly remaining: Amount
  }[]
}

const rowsOf = ({ lines }: Effect) =>
  lines.map(({ label, before, after }, at) => ({
    id: `${at}`,
    label,
    before,
    after,
    isChanged: before !== null && before !== after,
  }))

/** The same facts now and afterwards. */
export const EffectTable = ({ effect }: { readonly effect: Effect }) => (
  <Panel title={words.beforeAfter} isFlush>
    <BeforeAfter label={words.beforeAfter} rows={rowsOf(effect)} />
  </Panel>
)

/** What was given before; nothing is said in words, since that decides as much as a sum would. */
export const EffectHistory = ({ effect: { history } }: { readonly effect: Effect }) => (
  <Panel title={words.history} aside={words.historyAside} isFlush={history.length > 0}>
    {history.length === 0 ? (
      <span className="cs-dim">{words.noHistory}</span>
    ) : (
      <table className={s['history']}>
        <caption className="cs-sr">{words.history}</caption>
        <tbody>
          {history.map(({ at, text, amount }) => (
            <tr key={`${at} ${text}`}>
              <td className={s['day']}>{dayText(at)}</td>
              <td>{text}</td>
              <td className={s['amount']}>{amount && <MoneyCell value={amount} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </Panel>
)

export const EffectWarnings = ({ effect: { warnings } }: { readonly effect: Effect }) =>
  warnings.map((text) => (
    <Notice key={text} tone="money" isLive>
      {text}
    </Notice>
  ))

/** Which rule applies, and what is left afterwards. */
export const NeedPanel = ({ need }: { readonly need: Need }) => (
  <Panel title={words.approvers(need.approvers)} {...(need.isDesktopOnly ? { aside: words.desktopOnly } : {})}>
    <div className={s['need']}>
      {need.rules.map((rule) => (
        <p key={rule}>{rule}</p>
      ))}
    </div>
  </Panel>
)

const leftText = (remaining: Amount, limit: Amount): string =>
  words.left(moneyText({ ...remaining, amount: Math.abs(remaining.amount) }), moneyText(limit), remaining.amount < 0)

/** Each budget with what this adds; amber is over. */
export const BudgetMeters = ({ need, given }: { readonly need: Need; readonly given: Amount | null }) =>
  need.budgets.map(({ name, limit, used, remaining }) => (
    <div key={name} className={s['budget']}>
      <span>{words.budgets[name] ?? name}</span>
      <span className={s['left']} data-over={remaining.amount < 0 || undefined}>
        {leftText(remaining, limit)}
      </span>
      <Meter
        label={words.budgets[name] ?? name}
        used={used.amount - (given?.amount ?? 0)}
        added={given?.amount ?? 0}
        limit={limit.amount}
        valueText={leftText(remaining, limit)}
      />
    </div>
  ))
