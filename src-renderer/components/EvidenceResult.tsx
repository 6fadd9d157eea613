import { Check, Minus, TriangleAlert, X } from 'lucide-react'
import type { EvidenceOutcome } from '../messages/evidence.ts'
import { messages } from '../messages/index.ts'
import { Icon, type IconShape } from './Icon.tsx'
import { classNames } from './class-names.ts'
import s from './EvidenceResult.module.css'

export type { EvidenceOutcome }

export interface EvidenceResultProps {
  readonly outcome: EvidenceOutcome
  readonly word?: string
}

const icons: Record<EvidenceOutcome, IconShape | undefined> = {
  exact: Check,
  case: TriangleAlert,
  other: Minus,
  wrong: X,
  absent: undefined,
}

export const EvidenceResult = ({ outcome, word = messages.evidence.words[outcome] }: EvidenceResultProps) => {
  const icon = icons[outcome]
  return (
    <span className={classNames(s['result'], s[outcome])}>
      {icon && <Icon of={icon} size={14} />}
      {word}
    </span>
  )
}
