import { Icon } from './Icon.tsx'
import { Name } from './Name.tsx'
import { proofIcons, proofTones } from './proof-looks.ts'
import type { ProofState } from '../messages/proof.ts'
import { toneClass } from './tone.ts'
import s from './CaseItem.module.css'

export interface CaseItemProps {
  readonly href: string
  readonly name: string
  /** "#48213 proven, 7 h 59 min" */
  readonly detail: string
  readonly proof: ProofState
  readonly isCurrent?: boolean
}

export const CaseItem = ({ href, name, detail, proof, isCurrent = false }: CaseItemProps) => (
  <li>
    <a className={s['case']} href={href} aria-current={isCurrent ? 'true' : undefined}>
      <Icon of={proofIcons[proof]} size={14} className={toneClass(proofTones[proof], s['icon'])} />
      <Name isCut>{name}</Name>
      <span className={s['detail']} title={detail}>
        {detail}
      </span>
    </a>
  </li>
)
