import { Checkbox, Radio, TextInput } from '@mantine/core'
import type { Subscription } from '@countersign/shared/features/subscriptions'
import { changes as words } from '../../messages/changes.ts'
import { type ChangeDraft, stopsOf } from './draft-rules.ts'
import s from './Changes.module.css'

interface ChoiceProps<Value extends string> {
  readonly label: string
  readonly words: Readonly<Record<Value, string>>
  readonly values: readonly Value[]
  readonly value: Value
  readonly onChange: (value: Value) => void
}

/** One of a few, each in words. */
export const Choice = <Value extends string>(props: ChoiceProps<Value>) => (
  <Radio.Group
    label={props.label}
    value={props.value}
    onChange={(chosen) => {
      const value = props.values.find((one) => one === chosen)
      if (value !== undefined) props.onChange(value)
    }}
  >
    <div className={s['choices']}>
      {props.values.map((value) => (
        <Radio key={value} value={value} label={props.words[value]} />
      ))}
    </div>
  </Radio.Group>
)

export interface StopFieldsProps {
  readonly draft: ChangeDraft
  readonly subscription: Subscription
  readonly onChange: (change: Partial<ChangeDraft>) => void
}

const PauseFields = ({ draft, onChange }: StopFieldsProps) => (
  <>
    <Choice
      label={words.behavior}
      words={words.behaviors}
      values={['void', 'keep_as_draft', 'mark_uncollectible']}
      value={draft.behavior}
      onChange={(behavior) => onChange({ behavior })}
    />
    <TextInput
      type="date"
      label={words.resumesOn}
      description={words.resumesHint}
      value={draft.resumesOn}
      onChange={(event) => onChange({ resumesOn: event.currentTarget.value })}
    />
  </>
)

const EndFields = ({ draft, onChange }: StopFieldsProps) => (
  <>
    <Choice
      label={words.when}
      words={words.whens}
      values={['period-end', 'at', 'now']}
      value={draft.when}
      onChange={(when) => onChange({ when })}
    />
    {draft.when === 'at' && (
      <TextInput
        type="date"
        label={words.endsOn}
        description={words.endsHint}
        value={draft.endsOn}
        onChange={(event) => onChange({ endsOn: event.currentTarget.value })}
      />
    )}
    {draft.when === 'now' && (
      <Checkbox
        label={words.credited}
        checked={draft.isCredited}
        onChange={(event) => onChange({ isCredited: event.currentTarget.checked })}
      />
    )}
  </>
)

/** How it pauses, ends or goes on. */
export const StopFields = (props: StopFieldsProps) => {
  const { draft, subscription, onChange } = props
  if (draft.mode === 'pause') return <PauseFields {...props} />
  if (draft.mode === 'end') return <EndFields {...props} />
  return (
    <Choice
      label={words.from}
      words={words.froms}
      values={stopsOf(subscription)}
      value={draft.from}
      onChange={(from) => onChange({ from })}
    />
  )
}
