import { TextInput } from '@mantine/core'
import { BUDGETS } from '@countersign/shared/features/policy'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Panel } from '../../components/Panel.tsx'
import { currencyCode } from '../../lib/money.ts'
import { policy as words } from '../../messages/policy.ts'
import { AmountCells } from './AmountCells.tsx'
import type { FieldsProps } from './fields.ts'
import s from './Policy.module.css'

const AddCurrency = ({ draft, onChange }: FieldsProps) => {
  const [text, setText] = useState('')
  const currency = text.trim().toLowerCase()
  const isRight = /^[a-z]{3}$/.test(currency) && !draft.currencies.includes(currency)
  return (
    <div className={s['row']}>
      <TextInput
        label={words.currency}
        description={words.currencyHint}
        size="xs"
        maxLength={3}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button
        size="sm"
        reason={isRight ? undefined : words.currencyWrong}
        onPress={() => {
          onChange({ currencies: [...draft.currencies, currency] })
          setText('')
        }}
      >
        {words.addCurrency}
      </Button>
    </div>
  )
}

/** What a team may be given and an agent may give, before two have to sign. */
export const BudgetFields = (props: FieldsProps) => {
  const { draft, isLocked, onChange } = props
  return (
    <Panel title={words.budgets} aside={words.budgetsHint}>
      <div className={s['scroller']}>
        <table className={s['amounts']}>
          <caption className="cs-sr">{words.budgets}</caption>
          <thead>
            <tr>
              <th scope="col">{words.budget}</th>
              {draft.currencies.map((currency) => (
                <th key={currency} scope="col">
                  {currencyCode(currency)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {BUDGETS.map((name) => (
              <tr key={name}>
                <th scope="row">{words.budgetNames[name]}</th>
                <AmountCells
                  label={words.budgetNames[name]}
                  currencies={draft.currencies}
                  texts={draft.budgets[name]}
                  isLocked={isLocked}
                  onChange={(texts) => onChange({ budgets: { ...draft.budgets, [name]: texts } })}
                />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {!isLocked && <AddCurrency {...props} />}
    </Panel>
  )
}
