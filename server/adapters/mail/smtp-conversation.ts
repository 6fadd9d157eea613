import { Readable } from 'node:stream'
import SmtpConnection, { type SMTPConnectionOptions, type SMTPEnvelope } from 'nodemailer/lib/smtp-connection'

const LOOPBACK = /^(localhost|127[.]\d+[.]\d+[.]\d+|\[::1\])$/

export interface SmtpServer {
  readonly connection: SMTPConnectionOptions
  readonly account: { readonly user: string; readonly pass: string } | null
}

/** A password goes over an encrypted connection or not at all, except to this very machine. */
export const smtpServerOf = (text: string, timeoutMs: number): SmtpServer => {
  const url = new URL(text)
  const secure = url.protocol === 'smtps:'
  const hasAccount = url.username !== ''
  return {
    connection: {
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: Number(url.port) || (secure ? 465 : 587),
      secure,
      requireTLS: hasAccount && !secure && !LOOPBACK.test(url.hostname),
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
    },
    account: hasAccount ? { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } : null,
  }
}

export interface Handover {
  readonly envelope: SMTPEnvelope
  readonly message: Buffer
  /** Called once the server waits for the mail itself: from here on, silence doesn't mean that it wasn't taken. */
  readonly onTold: () => void
}

const lazily = ({ message, onTold }: Handover): Readable =>
  Readable.from(
    (function* () {
      onTold()
      yield message
    })(),
  )

/** One mail over one connection. Rejects with nodemailer's error. */
export const handOver = (server: SmtpServer, mail: Handover): Promise<void> =>
  new Promise((resolve, reject) => {
    const connection = new SmtpConnection(server.connection)
    const end = (error: Error | null | undefined) => {
      // Settled first: closing is told as an end like any other.
      if (error) reject(error)
      else resolve()
      connection.close()
    }
    const send = () => connection.send(mail.envelope, lazily(mail), end)
    connection.once('error', end)
    connection.once('end', () => end(new Error('the mail server hung up')))
    connection.connect((error) => {
      if (error) return end(error)
      if (server.account === null) return send()
      connection.login({ credentials: server.account }, (refused) => (refused ? end(refused) : send()))
    })
  })
