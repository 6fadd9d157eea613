import type { Link } from '@countersign/shared/features/links'
import { StateTag } from '../../components/StateTag.tsx'
import type { Tone } from '../../components/tone.ts'
import { links as words } from '../../messages/links.ts'

export const whatText = ({ kind, plan, quantity, period }: Link): string =>
  plan === null || quantity === null || period === null
    ? words.kinds[kind]
    : `${words.what(plan, quantity)}, ${words.every(period)}`

const TONES: Readonly<Partial<Record<Link['state'], Tone>>> = { complete: 'proof', failed: 'danger', making: 'money' }

export const LinkState = ({ link: { state } }: { readonly link: Link }) => (
  <StateTag tone={TONES[state] ?? 'neutral'}>{words.states[state]}</StateTag>
)
