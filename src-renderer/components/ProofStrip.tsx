import type { ReactNode } from 'react'
import { messages } from '../messages/index.ts'
import type { ProofState } from '../messages/proof.ts'
import { Button } from './Button.tsx'
import { Icon } from './Icon.tsx'
import { classNames } from './class-names.ts'
import { proofIcons } from './proof-looks.ts'
import s from './ProofStrip.module.css'

export type { ProofState }

export interface ProofStripProps {
  readonly state: ProofState
  /** "Proven for #48213"; the state's own word if left out. */
  readonly word?: string
  /** One line, cut at the end: what agreed with what, asked when, by whom. */
  readonly children?: ReactNode
  /** "7 h 59 min"; with `isEndingSoon` it becomes the sentence, in the colour of care. */
  readonly left?: string | undefined
  readonly isEndingSoon?: boolean
  readonly onEvidence?: () => void
  /** The way out, at the end: "Verify for a ticket". */
  readonly action?: ReactNode
  /** Stands alone, with an edge all around. */
  readonly isBoxed?: boolean
}

/** The first line of every page about a team: words first, colour second. */
export const ProofStrip = (props: ProofStripProps) => {
  const { state, word = messages.proof.words[state], children, left, isEndingSoon = false, onEvidence } = props
  return (
    <section
      className={classNames(s['strip'], s[state], props.isBoxed === true && s['boxed'])}
      aria-label={`${messages.proof.region}: ${word}`}
    >
      <span className={s['word']}>
        <Icon of={proofIcons[state]} />
        {word}
      </span>
      <span className={s['detail']}>
        {isEndingSoon && left !== undefined ? (
          <span className="cs-money cs-med">{messages.proof.endsSoon(left)}</span>
        ) : (
          children
        )}
      </span>
      {left !== undefined && !isEndingSoon && <span className={s['left']}>{messages.proof.left(left)}</span>}
      {onEvidence && (
        <Button kind="quiet" size="sm" keys="e" onPress={onEvidence}>
          {messages.proof.evidence}
        </Button>
      )}
      {props.action}
    </section>
  )
}
