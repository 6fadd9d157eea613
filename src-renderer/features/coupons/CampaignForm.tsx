import type { CampaignPayload } from '@countersign/shared/features/coupons'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { AskSheet } from '../../components/AskSheet.tsx'
import { Button } from '../../components/Button.tsx'
import type { Env } from '../../components/EnvTag.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { useNow } from '../../lib/use-now.ts'
import { useRequestKey } from '../../lib/use-request-key.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { campaigns as words } from '../../messages/coupons.ts'
import { effect } from '../../messages/effect.ts'
import { messages } from '../../messages/index.ts'
import { type CampaignDraft, EMPTY_CAMPAIGN, readCampaign } from './campaign-draft-rules.ts'
import { CampaignFields } from './CampaignFields.tsx'
import { CouponEffect } from './CouponEffect.tsx'

export interface CampaignFormProps {
  readonly env: Env
  readonly onAsked: (requestId: string) => void
  readonly onCancel: () => void
}

const SETTLED_MS = 250

const useCampaignPreview = (payload: CampaignPayload | null) => {
  const trpc = useTRPC()
  const [settled] = useDebouncedValue(payload, SETTLED_MS)
  const preview = useQuery({
    ...trpc.campaigns.preview.queryOptions(settled === null ? skipToken : { payload: settled }),
    placeholderData: keepPreviousData,
  })
  return settled === null ? null : preview
}

const useAskCampaign = (onAsked: (id: string) => void) => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  return useMutation(
    trpc.campaigns.ask.mutationOptions({
      onSuccess: async ({ id }) => {
        await queryClient.invalidateQueries(trpc.approvals.pathFilter())
        onAsked(id)
      },
    }),
  )
}

/** A coupon to be published: everything that bounds it, and what it could cost at most. */
export const CampaignForm = ({ env, onAsked, onCancel }: CampaignFormProps) => {
  const now = useNow()
  const plans = useQuery(useTRPC().coupons.plans.queryOptions())
  const [draft, setDraft] = useState<CampaignDraft>(EMPTY_CAMPAIGN)
  const { payload, missing } = useMemo(() => readCampaign(draft, now), [draft, now])
  const preview = useCampaignPreview(payload)
  const ask = useAskCampaign(onAsked)
  const { requestKey } = useRequestKey()
  const submit = () => {
    if (missing !== undefined || payload === null || ask.isPending) return
    ask.mutate({ payload, ask: { requestKey, reason: draft.words.trim(), isTwinMeant: false } })
  }
  return (
    <AskSheet
      label={words.form}
      onSubmit={submit}
      form={
        <>
          {plans.error && <FailureProblem title={words.previewFailed} error={plans.error} />}
          <CampaignFields
            draft={draft}
            plans={plans.data ?? []}
            onChange={(change) => setDraft((old) => ({ ...old, ...change }))}
          />
          {ask.error && <FailureProblem title={words.askFailed} error={ask.error} money={{ moved: 'none' }} />}
        </>
      }
      effect={{
        label: effect.title,
        content: (
          <CouponEffect
            preview={preview}
            title={words.panel}
            failed={words.previewFailed}
            nothingYet={words.nothingYet}
            hasHistory={false}
          />
        ),
      }}
      note={words.note}
      buttons={
        <>
          <Button kind="primary" size="lg" keys="mod+enter" isSubmit env={env} isBusy={ask.isPending} reason={missing}>
            {words.ask}
          </Button>
          <Button kind="quiet" size="lg" keys="esc" onPress={onCancel}>
            {messages.common.cancel}
          </Button>
        </>
      }
    />
  )
}
