import { Checkbox, TextInput } from '@mantine/core'
import type { CreditReason } from '@countersign/shared/features/policy'
import { X } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { IconButton } from '../../components/IconButton.tsx'
import { Panel } from '../../components/Panel.tsx'
import { policy as words } from '../../messages/policy.ts'
import { reasonIdOf } from './draft-rules.ts'
import type { FieldsProps } from './fields.ts'
import s from './Policy.module.css'

/** The reasons that a credit may have, in the order in which they are offered. */
export const ReasonFields = ({ draft: { reasons }, isLocked, onChange }: FieldsProps) => {
  const replace = (at: number, change: Partial<CreditReason>) =>
    onChange({ reasons: reasons.map((reason, each) => (each === at ? { ...reason, ...change } : reason)) })
  const add = () => {
    const label = words.reason
    const id = reasonIdOf(
      label,
      reasons.map((reason) => reason.id),
    )
    onChange({ reasons: [...reasons, { id, label, needsText: false }] })
  }
  return (
    <Panel title={words.reasons}>
      <div className={s['stack']}>
        {reasons.map(({ id, label, needsText }, at) => (
          <div key={id} className={s['row']}>
            <TextInput
              aria-label={`${words.reason} ${at + 1}`}
              size="xs"
              maxLength={60}
              readOnly={isLocked}
              value={label}
              onChange={(event) => replace(at, { label: event.currentTarget.value })}
            />
            <Checkbox
              label={words.needsText}
              checked={needsText}
              disabled={isLocked}
              onChange={(event) => replace(at, { needsText: event.currentTarget.checked })}
            />
            {!isLocked && (
              <IconButton
                icon={X}
                size="sm"
                label={words.removeReason(label)}
                onPress={() => onChange({ reasons: reasons.filter((_, each) => each !== at) })}
              />
            )}
          </div>
        ))}
        {!isLocked && (
          <div>
            <Button size="sm" onPress={add}>
              {words.addReason}
            </Button>
          </div>
        )}
      </div>
    </Panel>
  )
}
