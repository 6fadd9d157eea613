import { matchParts } from '../lib/match-text.ts'

export interface HighlightProps {
  readonly text: string
  readonly query: string
}

/** What was typed, found in the text, in the strong weight. */
export const Highlight = ({ text, query }: HighlightProps) => (
  <bdi>
    {matchParts(text, query).map((part, at) =>
      part.isMatch ? (
        <b key={`${at}-${part.text}`}>{part.text}</b>
      ) : (
        <span key={`${at}-${part.text}`}>{part.text}</span>
      ),
    )}
  </bdi>
)
