export type MailState = 'waiting' | 'sending' | 'sent' | 'failed'

/** Every mail that the companion was asked to send, and what became of it. */
export interface MailTable {
  id: string
  /** What the mail is about and to whom: the same one twice is the same mail. */
  key: string
  name: string
  address: string
  subject: string
  body: string
  state: MailState
  /** How often it was handed to the mail server. */
  attempts: number
  /** Waiting: not before this. */
  dueAt: number
  /** Why it wasn't sent, in words without secrets. */
  problem: string | null
  createdAt: number
  changedAt: number
}

export interface MailTables {
  mail: MailTable
}
