import type { Kernel } from '../../kernel/context.ts'
import type { Provisioner, TenantOrder } from '../../ports/provisioner.ts'
import { differenceWords } from './difference-rules.ts'
import { handAnew } from './hand-anew.ts'
import { lookThere } from './look-there.ts'
import { noteApplied } from './note-applied.ts'
import { noteFailure } from './note-failure.ts'
import type { HandedOver } from './note-wanted.ts'
import type { TenantRow } from './store.ts'

export type TenantKernel = Kernel & { readonly provisioner: Provisioner }

/** Why its word isn't taken; null where nothing speaks against it. Asked only where it has told before what it has. */
const findLie = async (
  kernel: TenantKernel,
  { teamId, lookedAt }: TenantRow,
  { state, limits }: TenantOrder,
  ignoredLimits: readonly string[],
): Promise<string | null> => {
  if (lookedAt === null) return null
  const { differences } = await lookThere(kernel, teamId, { state, limits, ignoredLimits })
  return differences.length === 0 ? null : `It says that it did as it was told, but ${differenceWords(differences)}.`
}

type HandedOutcome = 'applied' | 'failed' | 'lost'

const handAndNote = async (kernel: TenantKernel, row: TenantRow, handed: HandedOver): Promise<HandedOutcome> => {
  const verdict = await kernel.provisioner.apply(handed.order)
  if (verdict.verdict !== 'applied') return noteFailure(kernel, row, verdict)
  const lie = await findLie(kernel, row, handed.order, verdict.ignored)
  if (lie !== null) return noteFailure(kernel, row, { verdict: 'later', why: lie })
  return noteApplied(kernel, row, handed, verdict)
}

/** Hands an order over, and notes what came of it. */
export const handOver = async (kernel: TenantKernel, row: TenantRow, handed: HandedOver): Promise<HandedOutcome> => {
  const outcome = await handAndNote(kernel, row, handed)
  // Ours may have come there after the newer one of whoever took over: that has to be the last.
  if (outcome === 'lost') await handAnew(kernel, row.teamId)
  return outcome
}
