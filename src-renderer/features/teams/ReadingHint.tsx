import { MAX_TICKET_TEXT, type IdReading } from '@countersign/shared/features/teams'
import { countText } from '../../lib/numbers.ts'
import { verify } from '../../messages/verify.ts'
import { isTooLong, namesAnother } from './draft-rules.ts'
import { changeDraft, type VerifyDraft } from './verify-draft.ts'
import s from './AskForm.module.css'

const { reading: words } = verify

/** What the text holds, said as one types. Of several possible ids one is taken by hand: nothing is guessed. */
export const hintFor = (
  draft: VerifyDraft,
  inText: IdReading,
): { readonly hint: string; readonly isWrong: boolean } => {
  const { text } = draft
  const { from } = inText
  if (isTooLong(text)) return { hint: words.tooLong(countText(MAX_TICKET_TEXT)), isWrong: true }
  if (namesAnother(draft, inText)) return { hint: words.another, isWrong: true }
  if (from === 'several') return { hint: words.several, isWrong: false }
  if (text.trim() === '' || from === 'field') return { hint: words.empty, isWrong: false }
  return { hint: from === 'none' ? words.none : words.one(from), isWrong: false }
}

export const PossibleIds = ({ ids }: { readonly ids: readonly string[] }) => (
  <div className={s['ids']}>
    {ids.map((id) => (
      <button
        key={id}
        type="button"
        className={s['id']}
        aria-label={words.take(id)}
        onClick={() => changeDraft({ teamId: id })}
      >
        <bdi>{id}</bdi>
      </button>
    ))}
  </div>
)
