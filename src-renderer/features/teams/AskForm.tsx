import { TextInput } from '@mantine/core'
import { MAX_TICKET_TEXT } from '@countersign/shared/features/teams'
import { ClipboardPaste, RotateCw, Shield } from 'lucide-react'
import { type ReactNode, useEffect, useMemo, useRef } from 'react'
import { Button } from '../../components/Button.tsx'
import { useAnnounce } from '../../components/LiveRegion.tsx'
import { readClipboard } from '../../lib/clipboard.ts'
import { messages } from '../../messages/index.ts'
import { verify as words } from '../../messages/verify.ts'
import { type FieldErrors, namesAnother, readDraft } from './draft-rules.ts'
import { MarkedText } from './MarkedText.tsx'
import { hintFor, PossibleIds } from './ReadingHint.tsx'
import { changeDraft, isEmptyDraft, useVerifyDraft, type VerifyDraft } from './verify-draft.ts'
import s from './AskForm.module.css'

export interface AskFormProps {
  readonly errors: FieldErrors
  readonly isAsking: boolean
  readonly hasAsked: boolean
  /** Why nothing can be asked now: the role, or no companion. */
  readonly reason: string | undefined
  readonly onAsk: () => void
  readonly onClear: () => void
  /** Below the fields. */
  readonly children?: ReactNode
}

const labelOf = (label: string) => (
  <>
    {label} <span className={s['optional']}>{messages.common.optional}</span>
  </>
)

const PasteButton = () => {
  const announce = useAnnounce()
  const paste = () =>
    void readClipboard().then(
      (text) => changeDraft({ text: text.slice(0, MAX_TICKET_TEXT + 1) }),
      () => announce(words.pasteRefused),
    )
  return (
    <span className={s['paste']}>
      <Button kind="quiet" size="sm" icon={ClipboardPaste} onPress={paste}>
        {words.paste}
      </Button>
    </span>
  )
}

/** The found id stands in the id's field until another is typed there: what is shown is what is asked. */
const useReading = (draft: VerifyDraft) => {
  const { teamId, text } = draft
  const reading = useMemo(() => readDraft({ teamId, text }), [teamId, text])
  const inText = useMemo(() => readDraft({ teamId: '', text }), [text])
  const isFromText = teamId === '' && reading.teamId !== null
  const { start, end } = inText
  const mark = start === null || end === null ? undefined : { start, end }
  return { inText, isFromText, shownId: isFromText ? (reading.teamId ?? '') : teamId, mark }
}

interface FieldProps {
  readonly draft: VerifyDraft
  readonly errors: FieldErrors
}

const OptionalFields = ({ draft, errors }: FieldProps) => (
  <>
    <TextInput
      label={labelOf(words.email)}
      inputMode="email"
      autoComplete="off"
      spellCheck={false}
      title={draft.requesterEmail}
      value={draft.requesterEmail}
      error={errors.requesterEmail}
      onChange={(event) => changeDraft({ requesterEmail: event.currentTarget.value })}
    />
    <TextInput
      label={labelOf(words.stripeId)}
      placeholder={words.stripeIdPlaceholder}
      description={words.stripeIdHint}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      autoComplete="off"
      spellCheck={false}
      classNames={{ input: s['mono'] ?? '', description: s['hint'] ?? '' }}
      value={draft.stripeId}
      error={errors.stripeId}
      onChange={(event) => changeDraft({ stripeId: event.currentTarget.value })}
    />
  </>
)

const IdFields = ({ draft, errors }: FieldProps) => {
  const { isFromText, shownId } = useReading(draft)
  const first = useRef<HTMLInputElement>(null)
  // Whoever comes here with nothing yet is about to type or paste.
  useEffect(() => {
    if (isEmptyDraft(useVerifyDraft.getState())) first.current?.focus()
  }, [])
  const fromText = {
    rightSection: <span className={s['from']}>{words.fromText}</span>,
    rightSectionWidth: 66,
  }
  return (
    <div className={s['pair']}>
      <TextInput
        ref={first}
        label={words.ticket}
        autoComplete="off"
        spellCheck={false}
        classNames={{ root: s['ticket'] ?? '', input: s['mono'] ?? '' }}
        value={draft.ticket}
        error={errors.ticket}
        onChange={(event) => changeDraft({ ticket: event.currentTarget.value })}
      />
      <TextInput
        label={words.teamId}
        autoComplete="off"
        spellCheck={false}
        classNames={{ root: s['team'] ?? '', input: s['mono'] ?? '' }}
        {...(isFromText ? fromText : {})}
        value={shownId}
        error={errors.teamId}
        onChange={(event) => changeDraft({ teamId: event.currentTarget.value })}
      />
    </div>
  )
}

const TextField = ({ draft }: Pick<FieldProps, 'draft'>) => {
  const { inText, mark } = useReading(draft)
  const { hint, isWrong } = hintFor(draft, inText)
  return (
    <div>
      <MarkedText
        label={words.text}
        value={draft.text}
        onChange={(text) => changeDraft({ text: text.slice(0, MAX_TICKET_TEXT + 1) })}
        mark={mark}
        hint={hint}
        isWrong={isWrong}
        aside={<PasteButton />}
      />
      {(inText.from === 'several' || namesAnother(draft, inText)) && <PossibleIds ids={inText.candidates} />}
    </div>
  )
}

const Buttons = ({ isAsking, hasAsked, reason, onClear }: AskFormProps) => (
  <div className={s['buttons']}>
    <div className={s['ask']}>
      <Button
        kind={hasAsked ? 'default' : 'primary'}
        size="lg"
        icon={hasAsked ? RotateCw : Shield}
        isBusy={isAsking}
        isSubmit
        reason={reason}
        keys="mod+enter"
      >
        {hasAsked ? words.askAgain : words.ask}
      </Button>
    </div>
    <Button kind="quiet" size="lg" onPress={onClear}>
      {words.clear}
    </Button>
  </div>
)

/** What the ticket says. Ctrl+Enter asks from any field. */
export const AskForm = (props: AskFormProps) => {
  const { errors, reason, onAsk, children } = props
  const draft = useVerifyDraft()
  return (
    <form
      className={s['form']}
      aria-label={words.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (reason === undefined) onAsk()
      }}
    >
      <IdFields draft={draft} errors={errors} />
      <TextField draft={draft} />
      <OptionalFields draft={draft} errors={errors} />
      <Buttons {...props} />
      {children}
    </form>
  )
}
