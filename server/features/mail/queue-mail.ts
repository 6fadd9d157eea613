import { newId } from '../../kernel/ids.ts'
import type { Transaction } from '../../ports/database.ts'
import { headerText } from './mail-rules.ts'
import { insertMail } from './store.ts'

export interface WantedMail {
  /** What it is about and to whom, e.g. `approval-requested:apr_…:stf_…`: written down once, whoever asks again. */
  readonly key: string
  readonly to: { readonly name: string; readonly address: string }
  readonly subject: string
  /** Goes over other people's servers: no secret, no more of a customer than is needed. */
  readonly text: string
}

/** Writes a mail down in the transaction of the work that it tells of. False if it was written down before. */
export const queueMail = (tx: Transaction, at: number, mail: WantedMail): Promise<boolean> =>
  insertMail(tx, {
    id: newId('mail', at),
    key: mail.key,
    name: headerText(mail.to.name),
    address: headerText(mail.to.address),
    subject: headerText(mail.subject),
    body: mail.text,
    state: 'waiting',
    attempts: 0,
    dueAt: at,
    problem: null,
    createdAt: at,
    changedAt: at,
  })
