import type { Transaction } from '../../ports/database.ts'
import { queueMail } from '../mail/index.ts'
import { readStanding } from '../staff/index.ts'
import { answeredMail } from './mail-rules.ts'
import type { RequestRow } from './store.ts'

export interface News {
  /** Makes the mail one of a kind: a question's id, a state. */
  readonly key: string
  readonly text: string
  readonly at: number
}

/** What became of a request, to whoever asked and is still with the desk. */
export const tellRequester = async (tx: Transaction, row: RequestRow, { key, text, at }: News): Promise<void> => {
  const { isActive, name, email } = await readStanding(tx, row.requesterId)
  if (!isActive) return
  await queueMail(tx, at, {
    key: `approval-news:${row.id}:${key}`,
    to: { name, address: email },
    ...answeredMail(row, text),
  })
}
