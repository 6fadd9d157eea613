import { useEffect, useLayoutEffect, useRef, type ReactNode } from 'react'
import { classNames } from './class-names.ts'
import s from './Dialog.module.css'

export interface DialogProps {
  readonly label: string
  readonly onClose: () => void
  /** `palette` stands high and wide; `sheet` is for reading and deciding. */
  readonly kind?: 'sheet' | 'palette'
  readonly children: ReactNode
}

/**
 * The browser's own modal: it keeps the focus, makes the rest inert, closes with Esc and gives the focus back.
 * Rendered only while it is open. The element marked `data-autofocus` gets the focus.
 */
export const Dialog = ({ label, onClose, kind = 'sheet', children }: DialogProps) => {
  const ref = useRef<HTMLDialogElement>(null)
  const close = useRef(onClose)
  useEffect(() => {
    close.current = onClose
  })
  useLayoutEffect(() => {
    const dialog = ref.current
    if (!dialog) return undefined
    dialog.showModal()
    dialog.querySelector<HTMLElement>('[data-autofocus]')?.focus()
    const cancel = (event: Event) => {
      event.preventDefault()
      close.current()
    }
    const press = (event: PointerEvent) => {
      if (event.target === dialog) close.current()
    }
    dialog.addEventListener('cancel', cancel)
    dialog.addEventListener('pointerdown', press)
    return () => {
      dialog.removeEventListener('cancel', cancel)
      dialog.removeEventListener('pointerdown', press)
      // Before the element goes: only then does the browser return the focus.
      dialog.close()
    }
  }, [])
  return (
    <dialog ref={ref} aria-label={label} className={classNames(s['dialog'], s[kind])}>
      <div className={s['inside']}>{children}</div>
    </dialog>
  )
}
