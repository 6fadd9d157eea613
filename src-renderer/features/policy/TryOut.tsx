import { Select, TextInput } from '@mantine/core'
import { ACTION_KINDS, ACTION_WORDS, type ActionKind, isActionKind } from '@countersign/shared/features/action-kinds'
import type { Policy } from '@countersign/shared/features/policy'
import { useMemo, useState } from 'react'
import { BudgetMeters, type Need } from '../../components/EffectPanels.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Panel } from '../../components/Panel.tsx'
import { readAmount } from '../../lib/amount-text.ts'
import { currencyCode } from '../../lib/money.ts'
import { useMe } from '../../lib/use-me.ts'
import { effect } from '../../messages/effect.ts'
import { policy as words } from '../../messages/policy.ts'
import { type Trial, useTryOut } from './use-policy.ts'
import s from './Policy.module.css'

const KINDS = ACTION_KINDS.map((value) => ({ value, label: ACTION_WORDS[value] }))

interface TryOutProps {
  readonly policy: Policy
  readonly currencies: readonly string[]
}

interface Example {
  readonly kind: ActionKind
  readonly text: string
  readonly currency: string
  readonly team: string
}

interface ExampleProps {
  readonly example: Example
  readonly currencies: readonly string[]
  readonly onChange: (change: Partial<Example>) => void
}

const ExampleFields = ({ example: { kind, text, currency, team }, currencies, onChange }: ExampleProps) => (
  <>
    <Select
      label={words.kind}
      data={KINDS}
      value={kind}
      allowDeselect={false}
      onChange={(value) => value !== null && isActionKind(value) && onChange({ kind: value })}
    />
    <div className={s['row']}>
      <TextInput
        label={words.amount}
        inputMode="decimal"
        autoComplete="off"
        value={text}
        error={readAmount(text, currency).is === 'wrong' ? words.amountWrong : undefined}
        onChange={(event) => onChange({ text: event.currentTarget.value })}
      />
      <Select
        label={words.currency}
        data={currencies.map((value) => ({ value, label: currencyCode(value) }))}
        value={currency}
        allowDeselect={false}
        onChange={(value) => value !== null && onChange({ currency: value })}
      />
      <TextInput
        label={words.tryTeam}
        value={team}
        onChange={(event) => onChange({ team: event.currentTarget.value })}
      />
    </div>
  </>
)

/** In the panel of the example, so without one of its own. */
const Answer = ({ need }: { readonly need: Need }) => (
  <output>
    <b>{effect.approvers(need.approvers)}</b>
    {need.rules.map((rule) => (
      <p key={rule}>{rule}</p>
    ))}
  </output>
)

const trialOf = ({ kind, text, currency, team }: Example, policy: Policy, requesterId: string): Trial => {
  const read = readAmount(text, currency)
  const teamId = team.trim() === '' ? null : team.trim()
  return { policy, kind, amount: read.is === 'amount' ? read.money : null, teamId, requesterId }
}

/** The policy of the form on an example, before anybody has to live with it. */
export const TryOut = ({ policy, currencies }: TryOutProps) => {
  const requesterId = useMe()?.staff.id ?? ''
  const [example, setExample] = useState<Example>({
    kind: 'credit.issue',
    text: '',
    currency: currencies[0] ?? 'usd',
    team: '',
  })
  const trial = useMemo(() => trialOf(example, policy, requesterId), [example, policy, requesterId])
  const { amount } = trial
  const { data, error } = useTryOut(trial)
  return (
    <Panel title={words.try} aside={words.tryHint}>
      <div className={s['stack']}>
        <ExampleFields
          example={example}
          currencies={currencies}
          onChange={(change) => setExample((before) => ({ ...before, ...change }))}
        />
        {error && <FailureProblem title={words.tryFailed} error={error} />}
        {data && <Answer need={data} />}
        {data && amount && <BudgetMeters need={data} given={amount} />}
      </div>
    </Panel>
  )
}
