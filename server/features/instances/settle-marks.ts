import type { Kernel } from '../../kernel/context.ts'
import { inUnflushedTransaction, inTransaction } from '../../kernel/transaction.ts'
import { noteClone } from './note-clone.ts'
import { type CheckMark, findInstances, writeMarks } from './store.ts'

/** Whoever stands at the same place with another nonce got it from another replica, for a copy. */
const lookAt = async ({ db }: Pick<Kernel, 'db'>, marks: readonly CheckMark[]): Promise<void> => {
  const found = await findInstances(
    db,
    marks.map(({ id }) => id),
  )
  const rows = new Map(found.map((row) => [row.id, row]))
  for (const mark of marks) {
    const row = rows.get(mark.id)
    if (row?.epoch !== mark.epoch || row.sequence !== mark.sequence || row.nonceHash === mark.nonceHash) continue
    const before = { address: row.lastAddress, version: row.version }
    const now = { address: mark.address, version: mark.version }
    const evidence = { kind: 'token', before, now } as const
    await inTransaction(db, (tx) => noteClone(tx, row, { at: mark.at, evidence }))
  }
}

/** Writes what checks left behind, and sees why some of it could not be. */
export const settleMarks = async (kernel: Pick<Kernel, 'db' | 'clock'>, marks: readonly CheckMark[]): Promise<void> => {
  if (marks.length === 0) return
  const written = await inUnflushedTransaction(kernel.db, (tx) => writeMarks(tx, marks, kernel.clock.now()))
  const others = marks.filter(({ id }) => !written.has(id))
  if (others.length > 0) await lookAt(kernel, others)
}
