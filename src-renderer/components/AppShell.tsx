import type { ReactNode } from 'react'
import { messages } from '../messages/index.ts'
import type { Env } from './EnvTag.tsx'
import s from './AppShell.module.css'

export interface AppShellProps {
  readonly env: Env
  readonly topBar: ReactNode
  readonly sideNav: ReactNode
  readonly healthStrip: ReactNode
  readonly children: ReactNode
}

const MAIN_ID = 'page'

/** The frame of every window. LIVE wears the inverse edge on top. */
export const AppShell = ({ env, topBar, sideNav, healthStrip, children }: AppShellProps) => (
  <div className={s['shell']} data-env={env}>
    <a
      className={s['skip']}
      href={`#${MAIN_ID}`}
      onClick={(event) => {
        // The desk's addresses live after the hash, so the link must not go there.
        event.preventDefault()
        document.querySelector<HTMLElement>(`#${MAIN_ID}`)?.focus()
      }}
    >
      {messages.shell.skip}
    </a>
    <div className={s['top']}>{topBar}</div>
    <div className={s['side']}>{sideNav}</div>
    <main id={MAIN_ID} tabIndex={-1} className={s['main']}>
      {children}
    </main>
    <div className={s['health']}>{healthStrip}</div>
  </div>
)
