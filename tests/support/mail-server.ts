import { createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

/** What the server does with the next mails. */
export type MailManner = 'take' | 'refuse-reader' | 'busy' | 'hang-up-early' | 'hang-up-after-the-mail'

export interface ReceivedMail {
  readonly from: string
  readonly to: string
  /** Headers and body as they came over the wire. */
  readonly data: string
}

export interface MailServer {
  readonly url: string
  readonly received: readonly ReceivedMail[]
  behave(manner: MailManner): void
  stop(): Promise<void>
}

interface Talk {
  from: string
  to: string
  data: string | null
}

const READER: Readonly<Record<MailManner, string | null>> = {
  take: '250 OK',
  'refuse-reader': '550 5.1.1 No such reader',
  busy: '451 4.3.0 Try again later',
  'hang-up-early': null,
  'hang-up-after-the-mail': '250 OK',
}

const addressIn = (line: string): string => /<(.*?)>/.exec(line)?.[1] ?? ''

const COMMANDS: Readonly<Record<string, (talk: Talk, line: string, manner: MailManner) => string | null>> = {
  EHLO: () => '250-test.example\r\n250 8BITMIME',
  MAIL: (talk, line) => {
    talk.from = addressIn(line)
    return '250 OK'
  },
  RCPT: (talk, line, manner) => {
    talk.to = addressIn(line)
    return READER[manner]
  },
  DATA: (talk) => {
    talk.data = ''
    return '354 Go on'
  },
  QUIT: () => '221 Bye',
}

/** The answer to one command; null hangs up. */
const answer = (line: string, talk: Talk, manner: MailManner): string | null => {
  const [verb = ''] = line.toUpperCase().split(/[ :]/)
  const command = COMMANDS[verb]
  return command ? command(talk, line, manner) : '500 No such command'
}

const converse = (socket: Socket, manner: () => MailManner, take: (mail: ReceivedMail) => void): void => {
  const talk: Talk = { from: '', to: '', data: null }
  let rest = ''
  const say = (text: string | null) => (text === null ? socket.destroy() : socket.write(`${text}\r\n`))
  const endMail = (data: string) => {
    talk.data = null
    take({ from: talk.from, to: talk.to, data })
    say(manner() === 'hang-up-after-the-mail' ? null : '250 Taken')
  }
  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk) => {
    rest += chunk.toString('utf8')
    for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
      const line = rest.slice(0, end)
      rest = rest.slice(end + 2)
      if (talk.data === null) say(answer(line, talk, manner()))
      else if (line === '.') endMail(talk.data)
      else talk.data += `${line.replace(/^[.]/, '')}\n`
    }
  })
  say('220 test.example ready')
}

const listen = (server: Server): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })

/** A mail server on this machine that speaks just enough SMTP (RFC 5321) and misbehaves on command. */
export const startMailServer = async (): Promise<MailServer> => {
  const received: ReceivedMail[] = []
  const open = new Set<Socket>()
  let manner: MailManner = 'take'
  const server = createServer((socket) => {
    open.add(socket.on('close', () => open.delete(socket)))
    converse(
      socket,
      () => manner,
      (mail) => received.push(mail),
    )
  })
  const port = await listen(server)
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    behave: (next) => {
      manner = next
    },
    stop: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy()
        server.close(() => resolve())
      }),
  }
}
