import type { BridgePort } from '@countersign/shared/bridge-channel'
import { MAX_MESSAGE_CHARS } from '@countersign/shared/bridge-channel'
import { createTRPCUntypedClient, TRPCClientError } from '@trpc/client'
import { describe, expect, test } from 'vitest'
import type { AnswerCall } from '../../src-main/bridge/answer-call.ts'
import { createPeer } from '../../src-main/bridge/peer.ts'
import { Refusal } from '../../src-main/bridge/refusal.ts'
import { createDesktop } from '../../src-renderer/lib/bridge-desktop.ts'
import { createBridgeLink } from '../../src-renderer/lib/bridge-link.ts'

// Guards: the renderer's link and main's peer speak the same language, with tRPC's own client at one end.

/** Both ends in one process, a turn of the event loop apart, as over IPC. */
const connect = (answer: AnswerCall) => {
  const listeners = new Set<(message: string) => void>()
  const sent: string[] = []
  const peer = createPeer({
    answer,
    send: (text) => void setImmediate(() => listeners.forEach((listener) => listener(text))),
  })
  const port: BridgePort = {
    send: (message) => {
      sent.push(message)
      setImmediate(() => peer.receive(message))
    },
    onMessage: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  return { client: createTRPCUntypedClient({ links: [createBridgeLink(port)] }), desktop: createDesktop(port), sent }
}

const failure = async (promise: Promise<unknown>): Promise<TRPCClientError<never>> => {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(TRPCClientError)
  return error as TRPCClientError<never>
}

describe('the link', () => {
  test('carries a query, a mutation and an absent answer', async () => {
    const { client } = connect(async ({ type, input }, _signal, post) =>
      post({ kind: 'result', ...(type === 'query' ? { data: input } : {}) }),
    )
    await expect(client.query('echo', { a: [1, null] })).resolves.toEqual({ a: [1, null] })
    await expect(client.mutation('touch')).resolves.toBeUndefined()
  })

  test('gives an upstream error with its shape and data untouched', async () => {
    const shape = {
      code: -32003,
      message: 'No.',
      data: { code: 'FORBIDDEN', httpStatus: 403, issues: [{ path: 'a' }] },
      more: 1,
    }
    const { client } = connect(async (_call, _signal, post) => post({ kind: 'error', error: shape }))
    const error = await failure(client.query('x'))
    expect(error.shape).toEqual(shape)
    expect(error.data).toEqual(shape.data)
    expect(error.message).toBe('No.')
  })

  test('aborts upstream when the caller does, and rejects', async () => {
    const { promise: started, resolve: start } = Promise.withResolvers<AbortSignal>()
    const { client } = connect((_call, signal) => {
      start(signal)
      return new Promise(() => undefined)
    })
    const controller = new AbortController()
    const asked = failure(client.query('slow', undefined, { signal: controller.signal }))
    const signal = await started
    controller.abort()
    await asked
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
    expect(signal.aborted).toBe(true)
  })

  test('never sends a call that was aborted before', async () => {
    const { client, sent } = connect(async () => undefined)
    await failure(client.query('x', undefined, { signal: AbortSignal.abort() }))
    expect(sent).toEqual([])
  })

  test('refuses an envelope beyond the cap before it is sent', async () => {
    const { client, sent } = connect(async () => undefined)
    const error = await failure(client.mutation('paste', { text: 'x'.repeat(MAX_MESSAGE_CHARS) }))
    expect(error.data).toMatchObject({ code: 'TOO_LARGE', httpStatus: 413 })
    expect(sent).toEqual([])
  })

  test('hands a subscription through to its end', async () => {
    const { client } = connect(async (_call, _signal, post) => {
      post({ kind: 'connection', state: 'connecting', error: null })
      post({ kind: 'started' })
      post({ kind: 'connection', state: 'pending', error: null })
      post({ kind: 'event', data: { id: '7', data: 'seven' } })
      post({ kind: 'stopped' })
    })
    const seen: unknown[] = []
    await new Promise<void>((resolve) => {
      client.subscription('ticks', undefined, {
        onStarted: () => seen.push('started'),
        onData: (data) => seen.push(data),
        onStopped: () => seen.push('stopped'),
        onConnectionStateChange: ({ state }) => seen.push(state),
        onComplete: resolve,
      })
    })
    expect(seen).toEqual(['connecting', 'started', 'pending', { id: '7', data: 'seven' }, 'stopped'])
  })

  test('unsubscribing aborts upstream, once', async () => {
    const { promise: started, resolve: start } = Promise.withResolvers<AbortSignal>()
    const { client, sent } = connect((_call, signal, post) => {
      post({ kind: 'started' })
      start(signal)
      return new Promise(() => undefined)
    })
    const stream = client.subscription('ticks', undefined, {})
    const signal = await started
    stream.unsubscribe()
    stream.unsubscribe()
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
    expect(signal.aborted).toBe(true)
    expect(sent.filter((message) => message.includes('"abort"'))).toHaveLength(1)
  })
})

describe('the desktop client', () => {
  test('asks under the desktop prefix and checks the answer against the contract', async () => {
    const { desktop } = connect(async ({ path }, _signal, post) =>
      post({ kind: 'result', data: path === 'desktop.badge' ? { isDone: true } : { text: 7 } }),
    )
    await expect(desktop.ask('badge', { count: 3 })).resolves.toEqual({ isDone: true })
  })

  test('rejects with the class and data of a refusal of the companion', async () => {
    const { desktop } = connect(async () => {
      throw new Refusal('TOTP_REQUIRED')
    })
    const error = await failure(desktop.ask('session.signInLocal', { email: 'a@b.c', password: 'x' }))
    expect(error.data).toMatchObject({ code: 'TOTP_REQUIRED', httpStatus: 401, path: 'desktop.session.signInLocal' })
  })
})
