import { Textarea, TextInput } from '@mantine/core'
import type { Policy } from '@countersign/shared/features/policy'
import { useMemo, useState } from 'react'
import { AskSheet } from '../../components/AskSheet.tsx'
import { Button } from '../../components/Button.tsx'
import type { Env } from '../../components/EnvTag.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Panel } from '../../components/Panel.tsx'
import { useMissingPermission } from '../../lib/use-me.ts'
import { useRequestKey } from '../../lib/use-request-key.ts'
import { policy as words } from '../../messages/policy.ts'
import { BudgetFields } from './BudgetFields.tsx'
import { draftOf, type PolicyDraft, readDraft } from './draft-rules.ts'
import type { FieldsProps } from './fields.ts'
import { PolicyEffect } from './PolicyEffect.tsx'
import { ReasonFields } from './ReasonFields.tsx'
import { FlagFields, RuleFields } from './RuleFields.tsx'
import { usePolicyPreview, useProposePolicy } from './use-policy.ts'
import s from './Policy.module.css'

export interface PolicyFormProps {
  readonly inForce: Policy
  readonly env: Env
  readonly onAsked: (requestId: string) => void
}

const FEWEST = 3

const HourFields = ({ draft, isLocked, onChange }: FieldsProps) => (
  <Panel title={words.hours} aside={words.hoursHint}>
    <div className={s['row']}>
      <TextInput
        label={words.requestHours}
        inputMode="numeric"
        readOnly={isLocked}
        value={draft.requestHours}
        onChange={(event) => onChange({ requestHours: event.currentTarget.value })}
      />
      <TextInput
        label={words.verificationHours}
        inputMode="numeric"
        readOnly={isLocked}
        value={draft.verificationHours}
        onChange={(event) => onChange({ verificationHours: event.currentTarget.value })}
      />
      <TextInput
        label={words.updatesPercent}
        inputMode="numeric"
        readOnly={isLocked}
        value={draft.updatesPercent}
        onChange={(event) => onChange({ updatesPercent: event.currentTarget.value })}
      />
    </div>
  </Panel>
)

interface Standing {
  readonly locked: string | undefined
  readonly isWrong: boolean
  readonly isChanged: boolean
  readonly isCurrent: boolean
  readonly why: string
}

/** Why it can't be proposed yet. */
const missingOf = ({ locked, isWrong, isChanged, isCurrent, why }: Standing): string | undefined => {
  if (locked !== undefined) return locked
  if (isWrong) return words.wrong
  if (!isChanged) return words.unchanged
  if (!isCurrent) return words.notPreviewed
  return why.trim().length < FEWEST ? words.noWords : undefined
}

/** The policy as forms, what a change of it means in words, and the way to propose it. */
export const PolicyForm = ({ inForce, env, onAsked }: PolicyFormProps) => {
  const [draft, setDraft] = useState<PolicyDraft>(() => draftOf(inForce))
  const [why, setWhy] = useState('')
  const { requestKey } = useRequestKey()
  const locked = useMissingPermission('policy.propose')
  // The same object until the draft changes: the preview waits until it rests.
  const read = useMemo(() => readDraft(draft), [draft])
  const policy = read.is === 'policy' ? read.policy : null
  const preview = usePolicyPreview({ policy, inForce })
  const propose = useProposePolicy(onAsked)
  const reason = missingOf({ locked, isWrong: policy === null, ...preview, why })
  const fields = {
    draft,
    isLocked: locked !== undefined,
    onChange: (change: Partial<PolicyDraft>) => setDraft((before) => ({ ...before, ...change })),
  }
  const submit = () => {
    if (reason !== undefined || policy === null || propose.isPending) return
    propose.mutate({ document: policy, ask: { requestKey, reason: why.trim(), isTwinMeant: false } })
  }
  return (
    <AskSheet
      label={words.form}
      isFormWide
      onSubmit={submit}
      form={
        <>
          <BudgetFields {...fields} />
          <RuleFields {...fields} />
          <FlagFields {...fields} />
          <ReasonFields {...fields} />
          <HourFields {...fields} />
        </>
      }
      effect={{
        label: words.effect,
        content: (
          <>
            {propose.error && (
              <FailureProblem title={words.proposeFailed} error={propose.error} money={{ moved: 'none' }} />
            )}
            <PolicyEffect read={read} preview={preview} currencies={draft.currencies} />
            {locked === undefined && (
              <Textarea
                label={words.why}
                description={words.whyHint}
                maxLength={1000}
                value={why}
                onChange={(event) => setWhy(event.currentTarget.value)}
              />
            )}
          </>
        ),
      }}
      note={words.note}
      buttons={
        <Button kind="primary" size="lg" keys="mod+enter" isSubmit env={env} isBusy={propose.isPending} reason={reason}>
          {words.propose}
        </Button>
      }
    />
  )
}
