import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import s from './AskSheet.module.css'

export interface AskSheetProps {
  /** Names the form for screen readers: what is asked for. */
  readonly label: string
  readonly form: ReactNode
  /** Tables to fill in rather than a few fields. */
  readonly isFormWide?: boolean
  /** What it would do, beside the form and always in sight. */
  readonly effect: { readonly label: string; readonly content: ReactNode }
  /** The way on and the way back; at the right what will not happen yet. */
  readonly buttons: ReactNode
  readonly note?: ReactNode
  readonly onSubmit: () => void
}

/** A form that asks for something with consequences: the question left, the consequences right, one way on below. */
export const AskSheet = ({ label, form, isFormWide = false, effect, buttons, note, onSubmit }: AskSheetProps) => (
  <form
    className={s['sheet']}
    aria-label={label}
    onSubmit={(event) => {
      event.preventDefault()
      onSubmit()
    }}
  >
    <div className={s['columns']}>
      <div className={classNames(s['form'], isFormWide && s['wide'])}>{form}</div>
      <section className={s['effect']} aria-label={effect.label}>
        {effect.content}
      </section>
    </div>
    <footer className={s['foot']}>
      {buttons}
      {note !== undefined && <div className={s['note']}>{note}</div>}
    </footer>
  </form>
)
