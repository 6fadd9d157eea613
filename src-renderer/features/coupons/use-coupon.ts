import type { CouponApplyPayload, CouponCodePayload, SharedCodePayload } from '@countersign/shared/features/coupons'
import type { Ask } from '@countersign/shared/features/approvals'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTRPC } from '../../lib/trpc.ts'

interface Proven {
  readonly customerStripeId: string
  readonly ticket: string
}

/** What is asked for, and for whom: each way has a procedure of its own. */
export type CouponWish =
  | { readonly way: 'code'; readonly input: Proven & { readonly payload: CouponCodePayload } }
  | { readonly way: 'apply'; readonly input: Proven & { readonly payload: CouponApplyPayload } }
  | {
      readonly way: 'shared'
      readonly input: { readonly teamId: string; readonly ticket: string; readonly payload: SharedCodePayload }
    }

const SETTLED_MS = 250

interface Answer {
  readonly isSuccess: boolean
  readonly isPlaceholderData: boolean
}

const isAnswered = (preview: Answer | null): boolean => preview?.isSuccess === true && !preview.isPlaceholderData

/** What the coupon would be, asked anew when typing pauses. `isCurrent`: the answer is to what the form says now. */
export const useCouponPreview = (wish: CouponWish | null) => {
  const trpc = useTRPC()
  const [settled] = useDebouncedValue(wish, SETTLED_MS)
  const kept = { placeholderData: keepPreviousData }
  const { coupons } = trpc
  const code = useQuery({
    ...coupons.previewCode.queryOptions(settled?.way === 'code' ? settled.input : skipToken),
    ...kept,
  })
  const apply = useQuery({
    ...coupons.previewApply.queryOptions(settled?.way === 'apply' ? settled.input : skipToken),
    ...kept,
  })
  const shared = useQuery({
    ...coupons.previewShared.queryOptions(settled?.way === 'shared' ? settled.input : skipToken),
    ...kept,
  })
  const preview = settled === null ? null : { code, apply, shared }[settled.way]
  const isSettled = JSON.stringify(settled) === JSON.stringify(wish)
  return { preview, isCurrent: isSettled && isAnswered(preview) }
}

/** `isMade`: nobody has to approve it, so that it is being made already. */
export type OnCouponAsked = (id: string, isMade: boolean) => void

export const useAskCoupon = (onAsked: OnCouponAsked) => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const options = {
    onSuccess: async ({ id, approversNeeded }: { readonly id: string; readonly approversNeeded: number }) => {
      await queryClient.invalidateQueries(trpc.approvals.pathFilter())
      onAsked(id, approversNeeded === 0)
    },
  }
  const code = useMutation(trpc.coupons.askCode.mutationOptions(options))
  const apply = useMutation(trpc.coupons.askApply.mutationOptions(options))
  const shared = useMutation(trpc.coupons.askShared.mutationOptions(options))
  const all = [code, apply, shared]
  return {
    isPending: all.some(({ isPending }) => isPending),
    error: all.find(({ error }) => error !== null)?.error ?? null,
    send: (wish: CouponWish, ask: Ask) => {
      for (const one of all) one.reset()
      if (wish.way === 'code') code.mutate({ ...wish.input, ask })
      else if (wish.way === 'apply') apply.mutate({ ...wish.input, ask })
      else shared.mutate({ ...wish.input, ask })
    },
  }
}
