import { RotateCw, Shield, ShieldCheck, ShieldMinus, ShieldQuestionMark, ShieldX } from 'lucide-react'
import type { IconShape } from './Icon.tsx'
import type { ProofState } from '../messages/proof.ts'
import type { Tone } from './tone.ts'

export const proofIcons: Record<ProofState, IconShape> = {
  proven: ShieldCheck,
  ambiguous: ShieldQuestionMark,
  weak: ShieldMinus,
  conflict: ShieldX,
  unknown: Shield,
  unverified: RotateCw,
  none: Shield,
}

export const proofTones: Record<ProofState, Tone> = {
  proven: 'proof',
  ambiguous: 'money',
  weak: 'money',
  conflict: 'danger',
  unknown: 'neutral',
  unverified: 'neutral',
  none: 'neutral',
}
