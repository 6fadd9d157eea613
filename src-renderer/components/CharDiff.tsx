import { diffChars } from '../lib/diff-chars.ts'
import s from './CharDiff.module.css'

export interface CharDiffProps {
  readonly value: string
  /** What was claimed; the characters of `value` that differ from it are tinted. */
  readonly expected: string
}

/** Screen readers get one word, spelt whole: marks within a word would break it into pieces. */
export const CharDiff = ({ value, expected }: CharDiffProps) => (
  <bdi dir="ltr" className={s['value']}>
    <span className="cs-sr">{value}</span>
    <span aria-hidden>
      {diffChars(value, expected).map(({ text, isDifferent }, at) => (
        <span key={`${at}-${text}`} className={isDifferent ? s['different'] : undefined}>
          {text}
        </span>
      ))}
    </span>
  </bdi>
)
