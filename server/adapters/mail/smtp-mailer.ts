import MailComposer from 'nodemailer/lib/mail-composer'
import type { Mailer, OutgoingMail } from '../../ports/mailer.ts'
import { handOver, smtpServerOf } from './smtp-conversation.ts'
import { verdictOf } from './smtp-verdict.ts'

export interface SmtpOptions {
  /** `smtp://` or `smtps://`, with name and password where the server wants them. */
  readonly url: string
  readonly from: string
  readonly timeoutMs: number
}

const compose = (from: string, { messageId, to, subject, text }: OutgoingMail) =>
  new MailComposer({
    from,
    to,
    subject,
    text,
    messageId,
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile()

const fieldOf = (error: unknown, name: string): unknown =>
  typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined

const failureOf = (error: unknown, isTold: boolean) => {
  const [code, responseCode] = [fieldOf(error, 'code'), fieldOf(error, 'responseCode')]
  return {
    code: typeof code === 'string' ? code : null,
    responseCode: typeof responseCode === 'number' ? responseCode : null,
    isTold,
  }
}

/** Hands mails to an SMTP server, one connection each: they are few. */
export const createSmtpMailer = ({ url, from, timeoutMs }: SmtpOptions): Mailer => {
  const server = smtpServerOf(url, timeoutMs)
  return {
    send: async (mail) => {
      const composed = compose(from, mail)
      let isTold = false
      const onTold = () => {
        isTold = true
      }
      try {
        await handOver(server, { envelope: composed.getEnvelope(), message: await composed.build(), onTold })
        return { verdict: 'sent' }
      } catch (error) {
        return verdictOf(failureOf(error, isTold))
      }
    },
  }
}
