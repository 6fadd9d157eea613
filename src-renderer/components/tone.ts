import { classNames } from './class-names.ts'

/** What a colour may say: proven, needs care, broken. Everything else is neutral. */
export type Tone = 'neutral' | 'proof' | 'money' | 'danger'

export const toneClass = (tone: Tone | undefined, ...more: readonly (string | undefined)[]): string =>
  classNames(tone !== undefined && tone !== 'neutral' && `cs-${tone}`, ...more)
