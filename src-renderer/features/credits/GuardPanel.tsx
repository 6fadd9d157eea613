import type { Overlap } from '@countersign/shared/features/credits'
import { Checkbox, TextInput } from '@mantine/core'
import { TriangleAlert } from 'lucide-react'
import { useId } from 'react'
import { Icon } from '../../components/Icon.tsx'
import { credits as words } from '../../messages/credits.ts'
import type { CreditDraft } from './draft-rules.ts'
import s from './Credits.module.css'

export interface GuardPanelProps {
  readonly overlaps: readonly Overlap[]
  readonly compared: number
  readonly draft: CreditDraft
  readonly onChange: (change: Partial<CreditDraft>) => void
}

/** What may have made the same days good already: nothing goes on before somebody says that both are meant. */
export const GuardPanel = ({ overlaps, compared, draft, onChange }: GuardPanelProps) => {
  const titleId = useId()
  if (overlaps.length === 0) return null
  return (
    <section className={s['guard']} aria-labelledby={titleId}>
      <div className={s['head']}>
        <Icon of={TriangleAlert} />
        <h2 id={titleId}>{words.guard.title}</h2>
        <output className={s['checked']}>{words.guard.checked(compared, overlaps.length)}</output>
      </div>
      <ul className={s['overlaps']}>
        {overlaps.map((overlap) => (
          <li key={overlap.subjectId}>{overlap.words}</li>
        ))}
      </ul>
      <div className={s['accept']}>
        <Checkbox
          label={words.guard.accept}
          checked={draft.isAccepted}
          onChange={(event) => onChange({ isAccepted: event.currentTarget.checked })}
        />
        <TextInput
          className={s['because'] ?? ''}
          aria-label={words.guard.because}
          placeholder={words.guard.because}
          maxLength={500}
          value={draft.because}
          onChange={(event) => onChange({ because: event.currentTarget.value })}
        />
      </div>
    </section>
  )
}
