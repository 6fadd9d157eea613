import type { StackPlan } from '@countersign/shared/features/stacks'
import { Checkbox } from '@mantine/core'
import { Panel } from '../../components/Panel.tsx'
import { stacks as words } from '../../messages/stacks.ts'
import { acceptedOf, pointsOf, type Point, type StackDraft } from './draft-rules.ts'
import s from './Stack.module.css'

export interface ToAcceptProps {
  readonly plan: StackPlan
  readonly draft: StackDraft
  readonly onChange: (change: Partial<StackDraft>) => void
}

const SHOWN = 6

const Label = ({ said }: Pick<Point, 'said'>) => {
  const [first, ...others] = said
  if (others.length === 0) return first
  return (
    <>
      {words.higherAll(said.length)}
      <span className={s['bits']}>
        {said.slice(0, SHOWN).map((one) => (
          <span key={one}>{one}</span>
        ))}
        {said.length > SHOWN && <span>{words.andMore(said.length - SHOWN)}</span>}
      </span>
    </>
  )
}

/** Ticked point by point, in the words that are then kept with the request; bills that become higher are one point. */
export const ToAccept = ({ plan, draft, onChange }: ToAcceptProps) => {
  const points = pointsOf(plan)
  if (points.length === 0) return null
  const accepted = acceptedOf(draft, plan)
  const toggle = ({ code, said }: Point, isOn: boolean) => {
    if (code === 'percent-converted') return onChange({ acceptsConversion: isOn })
    const others = draft.accepted.filter((one) => !said.includes(one))
    onChange({ accepted: isOn ? [...others, ...said] : others })
  }
  return (
    <Panel title={words.accept}>
      <div className={s['accept']}>
        {points.map((point) => (
          <Checkbox
            key={point.said.join(' ')}
            label={<Label said={point.said} />}
            checked={point.said.every((one) => accepted.includes(one))}
            onChange={(event) => toggle(point, event.currentTarget.checked)}
          />
        ))}
      </div>
    </Panel>
  )
}
