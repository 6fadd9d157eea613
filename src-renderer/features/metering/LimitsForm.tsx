import type { BlastWish, MeterPlans } from '@countersign/shared/features/metering'
import { NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { metering } from '../../messages/metering.ts'
import { limitsOf } from './limit-rules.ts'
import s from './Metering.module.css'

const words = metering.limits

/** Those that a tenant may always have; a plan's own stand beside them. */
const USUAL = ['max-end-devices', 'max-gateways', 'max-users']

type Plan = MeterPlans['plans'][number]

const typedOf = ({ limits }: Plan): Record<string, string> =>
  Object.fromEntries([...new Set([...Object.keys(limits), ...USUAL])].map((name) => [name, String(limits[name] ?? '')]))

export interface LimitsFormProps extends MeterPlans {
  readonly isBusy: boolean
  readonly onAsk: (wish: BlastWish) => void
}

/** A plan with its limits as they are, to be changed for a try. */
export const LimitsForm = ({ plans, isBusy, onAsk }: LimitsFormProps) => {
  const [price, setPrice] = useState('')
  const [typed, setTyped] = useState<Record<string, string>>({})
  const choose = (id: string) => {
    const plan = plans.find(({ priceStripeId }) => priceStripeId === id)
    setPrice(id)
    setTyped(plan ? typedOf(plan) : {})
  }
  const limits = price === '' ? null : limitsOf(typed)
  return (
    <form
      className={s['form']}
      aria-label={words.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (limits !== null && !isBusy) onAsk({ priceStripeId: price, limits })
      }}
    >
      <NativeSelect
        label={words.plan}
        value={price}
        data={[
          { value: '', label: words.choose },
          ...plans.map(({ priceStripeId, productName, teams }) => ({
            value: priceStripeId,
            label: words.planText(productName, priceStripeId, teams),
          })),
        ]}
        onChange={(event) => choose(event.currentTarget.value)}
      />
      {Object.entries(typed).map(([name, text]) => (
        <TextInput
          key={name}
          className={s['limit'] ?? ''}
          label={name}
          inputMode="numeric"
          maxLength={12}
          value={text}
          onChange={({ currentTarget: { value } }) => setTyped((before) => ({ ...before, [name]: value }))}
        />
      ))}
      <Button kind="primary" isSubmit isBusy={isBusy} reason={limits === null ? words.missing : undefined}>
        {words.ask}
      </Button>
    </form>
  )
}
