import type { License } from '@countersign/shared/features/license-desk'
import { Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { EffectTable, EffectWarnings, NeedPanel } from '../../components/EffectPanels.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { downloadText } from '../../lib/download.ts'
import { useRequestKey } from '../../lib/use-request-key.ts'
import { messages } from '../../messages/index.ts'
import { licenses } from '../../messages/licenses.ts'
import { type AskDraft, type AskKind, draftOf, wishOf } from './ask-draft-rules.ts'
import { useAskLicense, useAskPreview, useIssueFile } from './use-licenses.ts'
import s from './Licenses.module.css'

const words = licenses.ask
const FEWEST = 3

interface FieldsProps {
  readonly kind: AskKind
  readonly draft: AskDraft
  readonly onChange: (part: Partial<AskDraft>) => void
}

const NUMBERS: Readonly<Partial<Record<AskKind, ReadonlyArray<'days' | 'seats' | 'developmentSeats'>>>> = {
  'license.extend': ['days'],
  'license.seats': ['seats', 'developmentSeats'],
}

const Fields = ({ kind, draft, onChange }: FieldsProps) => (
  <>
    {(NUMBERS[kind] ?? []).map((name) => (
      <TextInput
        key={name}
        label={words[name]}
        inputMode="numeric"
        value={draft[name]}
        onChange={(event) => onChange({ [name]: event.currentTarget.value })}
      />
    ))}
    {kind === 'license.offline' && (
      <>
        <Textarea
          label={words.code}
          description={words.codeHint}
          rows={4}
          value={draft.code}
          onChange={(event) => onChange({ code: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          label={words.endsOn}
          value={draft.endsOn}
          onChange={(event) => onChange({ endsOn: event.currentTarget.value })}
        />
      </>
    )}
  </>
)

const Effects = ({ preview: { data, error, refetch } }: { readonly preview: ReturnType<typeof useAskPreview> }) => {
  if (error) return <FailureProblem title={words.previewFailed} error={error} onRetry={() => void refetch()} />
  if (!data) return null
  return (
    <>
      <EffectWarnings effect={data.card} />
      <EffectTable effect={data.card} />
      <NeedPanel need={data.need} />
    </>
  )
}

export interface AskDialogProps {
  readonly kind: AskKind
  readonly license: License
  readonly onAsked: (requestId: string) => void
  readonly onClose: () => void
}

/** Something paid stands behind it: the file is made at once, without anybody's word. */
const useFile = (onClose: () => void) => {
  const issue = useIssueFile()
  const make = (payload: Parameters<typeof issue.mutate>[0]) =>
    issue.mutate(payload, {
      onSuccess: ({ file, text }) => {
        downloadText(words.fileName(file.name), text, 'text/plain;charset=utf-8')
        onClose()
      },
    })
  return { issue, make }
}

const useAsking = ({ kind, license, onAsked, onClose }: AskDialogProps) => {
  const [draft, setDraft] = useState<AskDraft>(() => draftOf(license))
  const [reason, setReason] = useState('')
  const { requestKey } = useRequestKey()
  const wish = wishOf(kind, license.id, draft)
  const isDirect = kind === 'license.offline' && license.source !== 'word'
  const ask = useAskLicense(onAsked)
  const { issue, make } = useFile(onClose)
  const isShort = !isDirect && reason.trim().length < FEWEST
  const missing = wish === null || isShort ? messages.common.tooShort : undefined
  return {
    draft,
    reason,
    setReason,
    isDirect,
    missing,
    change: (part: Partial<AskDraft>) => setDraft((old) => ({ ...old, ...part })),
    preview: useAskPreview(isDirect ? null : wish),
    error: ask.error ?? issue.error,
    isBusy: ask.isPending || issue.isPending,
    submit: () => {
      if (missing !== undefined || wish === null || ask.isPending || issue.isPending) return
      if (isDirect && wish.kind === 'license.offline') make(wish.payload)
      else ask.mutate({ wish, ask: { requestKey, reason: reason.trim(), isTwinMeant: false } })
    },
  }
}

/** What is wanted, what it would do, who has to approve it. */
export const AskDialog = (props: AskDialogProps) => {
  const { kind, onClose } = props
  const at = useAsking(props)
  const title = words.titles[kind]
  return (
    <Dialog label={title} onClose={onClose}>
      <form
        className={s['form']}
        onSubmit={(event) => {
          event.preventDefault()
          at.submit()
        }}
      >
        <h2>{title}</h2>
        {at.error !== null && <FailureProblem title={words.failed} error={at.error} />}
        <Fields kind={kind} draft={at.draft} onChange={at.change} />
        {!at.isDirect && (
          <Textarea
            data-autofocus
            label={words.reason}
            description={words.reasonHint}
            maxLength={1000}
            value={at.reason}
            onChange={(event) => at.setReason(event.currentTarget.value)}
          />
        )}
        <Effects preview={at.preview} />
        <div className={s['tags']}>
          <Button kind="primary" size="lg" isSubmit isBusy={at.isBusy} reason={at.missing}>
            {at.isDirect ? words.issue : words.send}
          </Button>
          <Button kind="quiet" size="lg" onPress={onClose}>
            {messages.common.cancel}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
