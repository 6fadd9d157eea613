import type { ApproverKey } from '@countersign/shared/features/approvals'
import { toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { listKeys } from './store.ts'

/** Every key there ever was, oldest first. */
export const listApproverKeys = async ({ db }: Kernel): Promise<ApproverKey[]> =>
  (await listKeys(db)).map(({ id, staffId, place, label, state, createdAt, activatedAt, endedAt }) => ({
    id,
    staffId,
    place,
    label,
    state,
    createdAt: toIso(createdAt),
    activatedAt: activatedAt === null ? null : toIso(activatedAt),
    endedAt: endedAt === null ? null : toIso(endedAt),
  }))
