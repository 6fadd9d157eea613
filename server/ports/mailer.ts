/** One mail to one person, plain text. */
export interface OutgoingMail {
  /** Stays the same whenever the mail is handed over again: `<…@…>`. */
  readonly messageId: string
  readonly to: { readonly name: string; readonly address: string }
  /** One line. */
  readonly subject: string
  readonly text: string
}

/**
 * How handing over ended. `later`: it surely wasn't taken and may be tried again. `never`: it was refused for good.
 * `unknown`: the mail was told whole and no answer came, so that it may have been taken. `why` holds no secret.
 */
export type MailVerdict =
  | { readonly verdict: 'sent' }
  | { readonly verdict: 'later' | 'never' | 'unknown'; readonly why: string }

export interface Mailer {
  /** Never throws for what the mail server does. */
  send(mail: OutgoingMail): Promise<MailVerdict>
}
