import type { ReactNode } from 'react'
import { messages } from '../messages/index.ts'
import type { MoneyProgress } from '../messages/money.ts'
import { classNames } from './class-names.ts'
import s from './MoneyState.module.css'

export type { MoneyProgress }

const RING = { cx: 7, cy: 7, r: 5.25 }
const dashed = <circle {...RING} strokeDasharray="1.9 1.75" />
const whole = <circle {...RING} />
const crossed = (
  <>
    {whole}
    <path d="m5.3 5.3 3.4 3.4m0-3.4L5.3 8.7" />
  </>
)

/** A ring that fills: a quarter, a half, three quarters, and only Stripe's word makes it whole and green. */
const rings: Record<MoneyProgress, ReactNode> = {
  requested: dashed,
  waiting: (
    <>
      {whole}
      <path className={s['fill']} d="M7 7V3.6A3.4 3.4 0 0 1 10.4 7z" />
    </>
  ),
  approved: (
    <>
      {whole}
      <path className={s['fill']} d="M7 3.6a3.4 3.4 0 0 1 0 6.8z" />
    </>
  ),
  sent: (
    <>
      {whole}
      <path className={s['fill']} d="M7 7V3.6A3.4 3.4 0 1 1 3.6 7z" />
    </>
  ),
  confirmed: (
    <>
      <circle {...RING} className={s['fill']} />
      <path className={s['tick']} d="m4.7 7.2 1.6 1.6 3-3.3" />
    </>
  ),
  unknown: (
    <>
      <circle {...RING} strokeDasharray="3.3 1.82" />
      <path d="M5.9 5.9a1.15 1.15 0 1 1 1.7 1c-.5.3-.6.5-.6.8M7 9.3v.01" strokeWidth="1.2" />
    </>
  ),
  stale: (
    <>
      {whole}
      <path d="M4.6 7h4.8" />
    </>
  ),
  failed: crossed,
  rejected: crossed,
  expired: dashed,
}

export interface MoneyStateProps {
  readonly state: MoneyProgress
  /** "waiting, 0 of 1", "paid", "set": the state's own word if left out. */
  readonly word?: string
}

/** How far money has come; the word is always beside the ring. */
export const MoneyState = ({ state, word = messages.money.progress[state] }: MoneyStateProps) => (
  <span className={classNames(s['state'], s[state])}>
    <svg className={s['ring']} viewBox="0 0 14 14" aria-hidden focusable={false}>
      {rings[state]}
    </svg>
    {word}
  </span>
)
