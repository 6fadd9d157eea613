import { Radio, Textarea } from '@mantine/core'
import type { Candidate, Verification } from '@countersign/shared/features/teams'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { EffectWarnings, NeedPanel } from '../../components/EffectPanels.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Panel } from '../../components/Panel.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { useMissingPermission } from '../../lib/use-me.ts'
import { useRequestKey } from '../../lib/use-request-key.ts'
import { pick as words } from '../../messages/pick.ts'
import { useAskPick, usePickPreview } from './use-pick.ts'
import s from './Verdict.module.css'

const FEWEST_LETTERS = 3

const labelOf = ({ name, email, customerStripeId }: Candidate): string =>
  [name ?? email, customerStripeId].filter((text) => text !== null).join(', ')

interface ChoiceProps {
  readonly candidates: readonly Candidate[]
  readonly chosen: string | null
  readonly onChoose: (customerStripeId: string) => void
}

const Choice = ({ candidates, chosen, onChoose }: ChoiceProps) => (
  <Radio.Group label={words.which} value={chosen} onChange={onChoose}>
    <div className={s['choices']}>
      {candidates.map((candidate) => (
        <Radio key={candidate.customerStripeId} value={candidate.customerStripeId} label={labelOf(candidate)} />
      ))}
    </div>
  </Radio.Group>
)

const Effect = ({ preview }: { readonly preview: ReturnType<typeof usePickPreview> }) => {
  const { data, error, isLoading, refetch } = preview
  if (error) return <FailureProblem title={words.notPicked} error={error} onRetry={() => void refetch()} />
  if (!data) return isLoading ? <Skeleton rows={3} /> : null
  return (
    <>
      <EffectWarnings effect={data.card} />
      <NeedPanel need={data.need} />
    </>
  )
}

const missingIn = (chosen: string | null, said: string): string | undefined => {
  if (chosen === null) return words.noChoice
  return said.trim().length < FEWEST_LETTERS ? words.noReason : undefined
}

/** Out of several customers that carry the id, one is picked with a reason; an approver has to confirm it. */
export const PickTeam = ({ verification: { id, candidates } }: { readonly verification: Verification }) => {
  const [chosen, setChosen] = useState<string | null>(null)
  const [said, setSaid] = useState('')
  const { requestKey } = useRequestKey()
  const navigate = useNavigate()
  const forbidden = useMissingPermission('approval.ask')
  const pick = chosen === null ? null : { verificationId: id, customerStripeId: chosen }
  const preview = usePickPreview(pick)
  const ask = useAskPick((item) => void navigate({ to: '/approvals', search: { item, show: 'mine' } }))
  const reason = forbidden ?? missingIn(chosen, said) ?? (preview.data ? undefined : words.notRead)
  const submit = () => {
    if (reason !== undefined || pick === null || ask.isPending) return
    ask.mutate({ pick, ask: { requestKey, reason: said.trim(), isTwinMeant: false } })
  }
  return (
    <Panel title={words.title} aside={words.aside}>
      <form
        className={s['pick']}
        aria-label={words.title}
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <Choice candidates={candidates.filter((one) => one.carriesClaim)} chosen={chosen} onChoose={setChosen} />
        <Effect preview={preview} />
        <Textarea
          label={words.reason}
          description={words.reasonHint}
          autosize
          minRows={2}
          maxLength={1000}
          value={said}
          onChange={(event) => setSaid(event.currentTarget.value)}
        />
        {ask.error && <FailureProblem title={words.notAsked} error={ask.error} money={{ moved: 'none' }} />}
        <div>
          <Button kind="primary" isSubmit isBusy={ask.isPending} reason={reason}>
            {words.ask}
          </Button>
        </div>
      </form>
    </Panel>
  )
}
