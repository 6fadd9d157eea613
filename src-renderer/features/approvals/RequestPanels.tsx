import type { ShownRequest } from './shown-request.ts'
import type { Money } from '@countersign/shared/money'
import { BeforeAfter } from '../../components/BeforeAfter.tsx'
import { type Fact, FactList } from '../../components/FactList.tsx'
import { Name } from '../../components/Name.tsx'
import { Panel } from '../../components/Panel.tsx'
import { clockText, dayText } from '../../lib/dates.ts'
import { moneyText } from '../../lib/money.ts'
import { approvals as words } from '../../messages/approvals.ts'
import s from './RequestCard.module.css'

export interface PanelOfRequest {
  readonly request: ShownRequest
}

const { card } = words

export const WhyPanel = ({ request: { reason, ticket } }: PanelOfRequest) => (
  <Panel title={card.why} {...(ticket === null ? {} : { aside: <bdi>{ticket}</bdi> })}>
    <blockquote className={s['quote']} dir="auto">
      {reason}
    </blockquote>
  </Panel>
)

const stepText = ({ state, isAdopted, attempts }: ShownRequest['steps'][number]): string =>
  [
    card.stepStates[state],
    ...(isAdopted ? [card.adopted] : []),
    ...(attempts > 1 ? [card.attempts(attempts)] : []),
  ].join(', ')

/** What goes to Stripe, in order, and how far it is. */
export const StepsPanel = ({ request: { steps, card: shown, state, problem } }: PanelOfRequest) => {
  const facts: Fact[] = steps.map((step) => ({
    label: `${card.step}: ${step.name}`,
    value: stepText(step),
    ...(step.state === 'unknown' ? { tone: 'money' as const } : {}),
  }))
  const receives = shown.customerReceives === null ? [] : [{ label: card.receives, value: shown.customerReceives }]
  return (
    <Panel title={state === 'done' ? card.didDo : card.done} aside={card.once}>
      <FactList labels="long" facts={[...facts, ...receives]} />
      {steps.length === 0 && <p className="cs-dim">{card.noSteps}</p>}
      {problem !== null && <p className="cs-money">{problem}</p>}
    </Panel>
  )
}

export const TalkPanel = ({ request: { comments } }: PanelOfRequest) => (
  <Panel title={card.talk}>
    {comments.length === 0 ? (
      <span className="cs-dim">{card.noTalk}</span>
    ) : (
      <ul className={s['talk']}>
        {comments.map(({ id, staffName, kind, text, at }) => (
          <li key={id}>
            <span className="cs-xs cs-faint">
              <Name>{staffName}</Name> {card.kinds[kind]}, <time dateTime={at}>{clockText(at)}</time>
            </span>
            <br />
            <span dir="auto">{text}</span>
          </li>
        ))}
      </ul>
    )}
  </Panel>
)

const timesText = (then: number, now: number): string => {
  const times = now / then
  return Number.isInteger(times) ? String(times) : times.toFixed(1)
}

const amountRow = (then: Money, now: Money) => {
  const isSame = then.currency === now.currency && then.amount === now.amount
  const isTimes = then.currency === now.currency && then.amount > 0 && !isSame
  const more = isTimes ? ` (${card.lastMore(timesText(then.amount, now.amount))})` : ''
  return {
    id: 'amount',
    label: card.lastAmount,
    before: moneyText(then),
    after: `${moneyText(now)}${more}`,
    isChanged: !isSame,
  }
}

/** The same asked before for the same team: how much, when, how it ended. */
export const LastPanel = ({ request: { last, given, createdAt } }: PanelOfRequest) => {
  if (last === null) return null
  const same = { isChanged: false }
  return (
    <Panel title={card.last} aside={dayText(last.createdAt)} isFlush>
      <BeforeAfter
        label={card.last}
        heads={{ before: card.lastThen, after: card.lastNow }}
        rows={[
          ...(given === null || last.given === null ? [] : [amountRow(last.given, given)]),
          { id: 'when', label: card.lastWhen, before: dayText(last.createdAt), after: dayText(createdAt), ...same },
          { id: 'state', label: card.lastState, before: words.states[last.state], after: '', ...same },
        ]}
      />
    </Panel>
  )
}

/** Which rule of which policy asks for this many. */
export const RulePanel = ({ request }: PanelOfRequest) => (
  <Panel title={card.rule(request.approversNeeded)} aside={card.policy(request.policyVersion)}>
    {request.rules.map((rule) => (
      <p key={rule}>{rule}</p>
    ))}
    {request.isDesktopOnly && <p className="cs-dim">{card.desktopOnly}</p>}
  </Panel>
)
