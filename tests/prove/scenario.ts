import type { ActionKind } from '@countersign/shared/features/action-kinds'
import type { Action, Subject } from '../../server/features/approvals/index.ts'
import type { Kernel } from '../../server/kernel/context.ts'
import type { Chance } from './chance.ts'
import type { World } from './world.ts'

/** How often each of a request's money steps stands at Stripe (or with us), by the step's name. */
export type Tally = Readonly<Record<string, number>>

/** One thing to be asked for, with all that it needs made at Stripe. */
export interface Prepared {
  /** Whom it is about; asked anew at each click, since a proof lives for hours only. */
  readonly subject: (kernel: Kernel) => Promise<Subject>
  /** Whose balance may be moved by somebody else meanwhile; null for nobody's. */
  readonly customer: string | null
  readonly payload: unknown
  /** What really happened by this request, asked of Stripe itself and not of the companion. */
  readonly tally: (requestId: string) => Promise<Tally>
}

/** A kind of action in the simulator. */
export interface Scenario {
  readonly kind: ActionKind
  readonly action: Action
  readonly prepare: (world: World, chance: Chance) => Promise<Prepared>
}

/** Something that somebody at the desk wants, and what they know of it. */
export interface Wish {
  readonly scenario: Scenario
  readonly prepared: Prepared
  readonly requestKey: string
  /** What becomes of it while nobody has decided; people may think otherwise after a restore. */
  ending: 'approve' | 'reject' | 'withdraw' | 'expire'
  /** Every id that an answer ever named; one, unless a restored backup forgot the first. */
  readonly ids: Set<string>
  /** The companion said no, and why. */
  refusal: string | null
}
