import type { ReactNode } from 'react'
import { messages } from '../messages/index.ts'
import { EnvTag, type Env } from './EnvTag.tsx'
import { Kbd } from './Kbd.tsx'
import { classNames } from './class-names.ts'
import s from './HealthStrip.module.css'

export type HealthState = 'ok' | 'warn' | 'down' | 'unknown'

export interface HealthCheck {
  readonly id: string
  /** "Webhooks 48 s behind" */
  readonly text: string
  readonly state: HealthState
  readonly title?: string
  /** Left out first in a narrow window, unless it needs care. */
  readonly isOptional?: boolean
}

export interface KeyHint {
  readonly keys: readonly string[]
  readonly label: string
}

export interface HealthStripProps {
  readonly env: Env
  readonly checks: readonly HealthCheck[]
  readonly hints?: readonly KeyHint[]
  readonly children?: ReactNode
}

export const HealthStrip = ({ env, checks, hints = [], children }: HealthStripProps) => (
  <footer className={s['strip']} data-env={env} aria-label={messages.shell.health}>
    <EnvTag env={env} className={s['env']} />
    <b>{env === 'live' ? messages.shell.liveSentence : messages.shell.testSentence}</b>
    {checks.map(({ id, text, state, title, isOptional = false }) => (
      <span key={id} className={classNames(s['check'], isOptional && state === 'ok' && s['wide'])} title={title}>
        <span className={classNames(s['dot'], s[state])} aria-hidden />
        {text}
        <span className="cs-sr">, {messages.shell.healthState[state]}</span>
      </span>
    ))}
    {children}
    <span className={s['hints']} aria-hidden>
      {hints.map(({ keys, label }) => (
        <span key={label} className={s['hint']}>
          {keys.map((key) => (
            <Kbd key={key} keys={key} className={s['kbd']} />
          ))}
          {label}
        </span>
      ))}
    </span>
  </footer>
)
