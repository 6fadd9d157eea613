import type { CaseFilter, CaseLine } from '@countersign/shared/features/cases'
import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { describeCases } from './describe-cases.ts'
import { listCaseRows } from './store.ts'

/** Last touched first. */
export const listCases = async (
  kernel: Kernel,
  viewer: StaffActor,
  { filter, limit }: { readonly filter: CaseFilter; readonly limit: number },
): Promise<CaseLine[]> => describeCases(kernel, await listCaseRows(kernel.db, { filter, holderId: viewer.id, limit }))
