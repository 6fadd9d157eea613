import type { ServerResponse } from 'node:http'
import type { FastifyInstance, FastifyReply } from 'fastify'

/** tRPC hands over a whole Response; its headers become the reply's only after the hook. */
const isEventStream = (reply: FastifyReply, payload: unknown): boolean => {
  const type = payload instanceof Response ? payload.headers.get('content-type') : reply.getHeader('content-type')
  return typeof type === 'string' && type.startsWith('text/event-stream')
}

/** With its connection: one that stays open for the next request would hold up the closing as well. */
const end = (raw: ServerResponse): void => {
  const { socket } = raw
  raw.end(() => socket?.end())
}

/** An event stream ends when its reader leaves; closing would wait for that, so closing ends the streams first. */
export const registerStreamEnd = (app: FastifyInstance): void => {
  const open = new Set<ServerResponse>()
  let isClosing = false
  app.addHook('onSend', (_request, reply, payload, done) => {
    const { raw } = reply
    if (isEventStream(reply, payload)) {
      open.add(raw)
      raw.once('close', () => open.delete(raw))
      // The stream's next event may come between its end and its close.
      raw.on('error', () => {})
      // Asked just before closing began: its head is written after this hook.
      if (isClosing) setImmediate(() => end(raw))
    }
    done(null, payload)
  })
  app.addHook('preClose', async () => {
    isClosing = true
    for (const raw of open) end(raw)
  })
}
