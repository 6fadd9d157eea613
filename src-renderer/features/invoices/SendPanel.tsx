import { Textarea } from '@mantine/core'
import { EffectWarnings, NeedPanel } from '../../components/EffectPanels.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { wizard } from '../../messages/invoice-wizard.ts'
import type { Send } from './use-send.ts'
import type { StepProps } from './work.ts'

const words = wizard.review

/** Who has to approve and by which rule, and the sentence that goes with it. */
export const SendPanel = ({ work, send }: StepProps & { readonly send: Send }) => {
  const { preview, reason, setReason } = send
  if (preview === null) return null
  const { data, error, isFetching, refetch } = preview
  if (error)
    return (
      <FailureProblem
        title={words.previewFailed}
        error={error}
        onRetry={() => void refetch()}
        isRetrying={isFetching}
      />
    )
  if (!data) return <Skeleton rows={3} />
  return (
    <>
      <EffectWarnings effect={data.card} />
      <NeedPanel need={data.need} />
      <Textarea
        label={data.need.approvers === 0 ? words.reasonLog : words.reason}
        description={words.reasonHint}
        autosize
        minRows={2}
        maxLength={1000}
        dir="auto"
        disabled={work.fixed !== undefined}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </>
  )
}
