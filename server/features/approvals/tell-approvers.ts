import type { Transaction } from '../../ports/database.ts'
import { queueMail } from '../mail/index.ts'
import { listApprovers } from '../staff/index.ts'
import { askedMail } from './mail-rules.ts'
import { standingRefusal } from './request-rules.ts'
import { readTarget } from './read-target.ts'
import type { RequestRow } from './store.ts'

/** One mail to each approver who may decide it, in the transaction of the request. */
export const tellApprovers = async (tx: Transaction, row: RequestRow): Promise<void> => {
  const standing = { ...row, target: readTarget(row) }
  const approvers = (await listApprovers(tx)).filter(({ id }) => standingRefusal(standing, id) === null)
  for (const { id, name, email } of approvers) {
    const key = `approval-requested:${row.id}:${id}`
    await queueMail(tx, row.createdAt, { key, to: { name, address: email }, ...askedMail(row) })
  }
}
