import type { MailVerdict } from '../../ports/mailer.ts'

/** A mail that goes out now. */
export interface DueMail {
  readonly key: string
  readonly address: string
  readonly text: string
  /** From 1. */
  readonly attempt: number
}

/** The text as it leaves, or why the mail doesn't. `why` holds no secret. */
export type ComposedMail =
  | { readonly verdict: 'composed'; readonly text: string }
  | Extract<MailVerdict, { readonly why: string }>

/** Puts in what may not lie in the outbox, right before the mail goes out. */
export type ComposeMail = (mail: DueMail) => Promise<ComposedMail>

/** By the first word of the mail's key. */
export type MailComposers = ReadonlyMap<string, ComposeMail>

/** Most mails leave as they were written. */
export const composeMail = async (composers: MailComposers, mail: DueMail): Promise<ComposedMail> => {
  const compose = composers.get(mail.key.split(':', 1)[0] ?? '')
  return compose ? compose(mail) : { verdict: 'composed', text: mail.text }
}
