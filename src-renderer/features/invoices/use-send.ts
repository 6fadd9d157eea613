import { useState } from 'react'
import { useRequestKey } from '../../lib/use-request-key.ts'
import { wizard } from '../../messages/invoice-wizard.ts'
import { useAskSend, useSendPreview } from './use-manual-invoice.ts'
import type { Work } from './work.ts'

const words = wizard.review
const FEWEST = 3

const isReady = ({ invoice, fixed, keep, gap }: Work): boolean =>
  fixed === undefined &&
  gap === null &&
  keep.state === 'saved' &&
  invoice.document !== null &&
  invoice.state === 'drafted' &&
  invoice.beforeSend.length === 0

const notYet = ({ invoice, fixed, keep, gap }: Work): string | undefined => {
  if (fixed !== undefined) return fixed
  if (gap !== null) return gap
  if (keep.state !== 'saved') return words.saving
  const [first] = invoice.beforeSend
  if (first) return first.words
  return invoice.document === null ? words.noDraft : undefined
}

/** Asking for the word to finalise and send: what it needs, and why it can't be asked for yet. */
export const useSend = (work: Work) => {
  const { id } = work.invoice
  const { version } = work.keep
  const [typed, setReason] = useState<string | null>(null)
  const reason = typed ?? words.reasonText(work.invoice.quote.reference)
  const { requestKey } = useRequestKey()
  const preview = useSendPreview({ id, version }, isReady(work))
  const ask = useAskSend(() => work.go('approval'))
  const unready =
    notYet(work) ??
    (preview.data ? undefined : words.noPreview) ??
    (reason.trim().length < FEWEST ? words.noReason : undefined)
  const submit = () => {
    if (unready !== undefined || ask.isPending) return
    ask.mutate({ id, version, ask: { requestKey, reason: reason.trim(), isTwinMeant: false } })
  }
  return { reason, setReason, preview: isReady(work) ? preview : null, ask, unready, submit }
}

export type Send = ReturnType<typeof useSend>
