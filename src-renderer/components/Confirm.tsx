import type { ReactNode } from 'react'
import { messages } from '../messages/index.ts'
import { Button } from './Button.tsx'
import { Dialog } from './Dialog.tsx'
import type { Env } from './EnvTag.tsx'
import s from './Confirm.module.css'

export interface ConfirmProps {
  readonly title: string
  readonly children: ReactNode
  /** The verb, and the amount if there is one: "Countersign −€1,200.00". */
  readonly action: string
  readonly kind?: 'primary' | 'danger'
  readonly env?: Env
  readonly isBusy?: boolean
  readonly onConfirm: () => void
  readonly onClose: () => void
}

export const Confirm = (props: ConfirmProps) => {
  const { title, children, action, kind = 'primary', env, isBusy = false, onConfirm, onClose } = props
  return (
    <Dialog label={title} onClose={onClose}>
      <div className={s['body']}>
        <h2 className={s['title']}>{title}</h2>
        <div className={s['text']}>{children}</div>
      </div>
      <div className={s['foot']}>
        <Button kind={kind} size="lg" isBusy={isBusy} onPress={onConfirm} {...(env === undefined ? {} : { env })}>
          {action}
        </Button>
        <Button kind="quiet" size="lg" onPress={onClose}>
          {messages.common.cancel}
        </Button>
      </div>
    </Dialog>
  )
}
