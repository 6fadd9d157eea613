import { connect, type Socket } from 'node:net'

// node:http's client costs more than the server that is measured: this one writes a request and looks for the length of the
// answer, nothing else.

export interface RawConnection {
  /** One call at a time. Anything but 200 is an error of the benchmark. */
  post(path: string, body: string): Promise<string>
  close(): void
}

const HEAD_END = '\r\n\r\n'

const lengthOf = (head: string): number => {
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
  if (length === undefined) throw new Error(`an answer without a length: ${head}`)
  return Number(length)
}

const opened = async (port: number): Promise<Socket> => {
  const socket = connect(port, '127.0.0.1')
  socket.setNoDelay(true)
  await new Promise((ready, failed) => socket.once('connect', ready).once('error', failed))
  return socket
}

export const openRaw = async (url: string): Promise<RawConnection> => {
  const { port, host } = new URL(url)
  const socket = await opened(Number(port))
  let text = ''
  let settle: { resolve: (body: string) => void; reject: (error: Error) => void } | null = null
  socket.setEncoding('latin1')
  socket.on('data', (chunk: string) => {
    text += chunk
    const headEnd = text.indexOf(HEAD_END)
    if (headEnd < 0) return
    const head = text.slice(0, headEnd)
    const end = headEnd + HEAD_END.length + lengthOf(head)
    if (text.length < end) return
    const body = text.slice(headEnd + HEAD_END.length, end)
    text = ''
    const told = settle
    settle = null
    if (head.startsWith('HTTP/1.1 200')) told?.resolve(body)
    else told?.reject(new Error(`${head.split('\r\n')[0]}: ${body}`))
  })
  socket.on('close', () => settle?.reject(new Error('the connection was closed')))
  return {
    post: (path, body) =>
      new Promise((resolve, reject) => {
        settle = { resolve, reject }
        const length = Buffer.byteLength(body)
        socket.write(
          `POST ${path} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\ncontent-length: ${length}${HEAD_END}${body}`,
          'utf8',
        )
      }),
    close: () => socket.destroy(),
  }
}
