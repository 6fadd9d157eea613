import type { Contract } from '@countersign/shared/features/contracts'
import { useMemo, useState } from 'react'
import type { Env } from '../../components/EnvTag.tsx'
import { useRequestKey } from '../../lib/use-request-key.ts'
import { type ContractDraft, draftOf, newDraft, readChange, readStart } from './contract-draft-rules.ts'
import { ContractSheet } from './ContractSheet.tsx'
import { useAskChange, useAskStart, useChangePreview, useStartPreview } from './use-contracts.ts'

interface FormProps {
  readonly env: Env
  readonly onAsked: (requestId: string) => void
  readonly onCancel: () => void
}

const useDraft = (start: ContractDraft) => {
  const [draft, setDraft] = useState(start)
  const { requestKey } = useRequestKey()
  return {
    draft,
    onDraft: (change: Partial<ContractDraft>) => setDraft((old) => ({ ...old, ...change })),
    word: { requestKey, reason: draft.words.trim(), isTwinMeant: false },
  }
}

/** A tenant that is paid outside of Stripe from some day on. */
export const StartContractForm = ({ teamId, onAsked, ...rest }: FormProps & { readonly teamId: string }) => {
  const { draft, onDraft, word } = useDraft(newDraft(teamId))
  const { payload, missing } = useMemo(() => readStart(draft), [draft])
  const preview = useStartPreview(payload)
  const { mutate, error, isPending } = useAskStart(onAsked)
  const run = () => payload && mutate({ payload, ask: word })
  const sheet = { draft, onDraft, preview, missing, ask: { error, isPending, run } }
  return <ContractSheet {...rest} {...sheet} isChange={false} />
}

/** Other terms, or an earlier end. */
export const ChangeContractForm = ({ contract, onAsked, ...rest }: FormProps & { readonly contract: Contract }) => {
  const { draft, onDraft, word } = useDraft(draftOf(contract))
  const { payload, missing } = useMemo(() => readChange(draft, contract), [draft, contract])
  const preview = useChangePreview(payload)
  const { mutate, error, isPending } = useAskChange(onAsked)
  const run = () => payload && mutate({ payload, ask: word })
  const sheet = { draft, onDraft, preview, missing, ask: { error, isPending, run } }
  return <ContractSheet {...rest} {...sheet} isChange />
}
