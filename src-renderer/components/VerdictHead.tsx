import type { ReactNode } from 'react'
import { messages } from '../messages/index.ts'
import type { ProofState } from '../messages/proof.ts'
import { Icon } from './Icon.tsx'
import { classNames } from './class-names.ts'
import { proofIcons, proofTones } from './proof-looks.ts'
import { toneClass } from './tone.ts'
import s from './VerdictHead.module.css'

export interface VerdictHeadProps {
  readonly state: ProofState
  readonly word?: string
  /** The sentence that says why. */
  readonly lead: ReactNode
}

/** An answer, large: the word, and the sentence that says why. */
export const VerdictHead = ({ state, word = messages.proof.words[state], lead }: VerdictHeadProps) => (
  <div className={s['answer']}>
    <span className={classNames(s['seal'], s[proofTones[state]])}>
      <Icon of={proofIcons[state]} size={20} />
    </span>
    <div>
      <h2 className={toneClass(proofTones[state], s['word'])}>{word}</h2>
      <p className={s['lead']}>{lead}</p>
    </div>
  </div>
)
