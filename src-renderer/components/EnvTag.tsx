import { messages } from '../messages/index.ts'
import { classNames } from './class-names.ts'
import s from './EnvTag.module.css'

export type Env = 'test' | 'live'

export interface EnvTagProps {
  readonly env: Env
  /** Inside a button: smaller, in the button's own colour. */
  readonly isInline?: boolean
  readonly className?: string | undefined
}

export const EnvTag = ({ env, isInline = false, className }: EnvTagProps) => (
  <span className={classNames(s['env'], s[env], isInline && s['inline'], className)}>{messages.shell[env]}</span>
)
