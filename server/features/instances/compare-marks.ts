import type { Kernel } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { noteClone } from './note-clone.ts'
import { type CheckMark, findInstances } from './store.ts'

/** Why marks could not be written: whoever stands at the same place with another nonce got it from another replica, for a copy. */
export const compareMarks = async ({ db }: Pick<Kernel, 'db'>, marks: readonly CheckMark[]): Promise<void> => {
  if (marks.length === 0) return
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
