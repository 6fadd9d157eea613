import type { Quote } from '@countersign/shared/features/quotes'
import { useMutation } from '@tanstack/react-query'
import { WordsDialog } from '../../components/WordsDialog.tsx'
import { useTRPC } from '../../lib/trpc.ts'
import { quotes as words } from '../../messages/quotes.ts'
import { useForgetQuotes } from './use-quotes.ts'

export interface WithdrawDialogProps {
  readonly quote: Quote
  readonly onClose: () => void
}

/** Withdraws a quote, or takes that back; nothing is invoiced from one that is withdrawn. */
export const WithdrawDialog = ({ quote: { id, changedAt, state }, onClose }: WithdrawDialogProps) => {
  const trpc = useTRPC()
  const forget = useForgetQuotes()
  const isBack = state === 'withdrawn'
  const withdraw = useMutation(
    trpc.quotes.withdraw.mutationOptions({
      onSuccess: async () => {
        await forget()
        onClose()
      },
    }),
  )
  return (
    <WordsDialog
      title={isBack ? words.takeBackTitle : words.withdrawTitle}
      label={words.why}
      hint={words.whyHint}
      action={isBack ? words.takeBack : words.withdraw}
      kind={isBack ? 'primary' : 'danger'}
      isBusy={withdraw.isPending}
      failure={withdraw.error && { title: words.withdrawFailed, error: withdraw.error }}
      onSend={(reason) => withdraw.mutate({ id, changedAt, reason, isBack })}
      onClose={onClose}
    />
  )
}
