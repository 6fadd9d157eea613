import type { BridgeReply } from '@countersign/shared/bridge'
import { MAX_MESSAGE_CHARS, MAX_REPLY_CHARS } from '@countersign/shared/bridge-channel'
import { describe, expect, test } from 'vitest'
import type { AnswerCall } from '../../src-main/bridge/answer-call.ts'
import { createPeer, MAX_CALLS_IN_FLIGHT } from '../../src-main/bridge/peer.ts'
import { readRequest } from '../../src-main/bridge/read-request.ts'
import { Refusal } from '../../src-main/bridge/refusal.ts'

// Guards: whatever a page sends, main reads it as untrusted, answers each call once, and says nothing to a page that left.

const never: AnswerCall = () => new Promise(() => undefined)

const openPeer = (answer: AnswerCall) => {
  const replies: BridgeReply[] = []
  const peer = createPeer({ answer, send: (text) => replies.push(JSON.parse(text) as BridgeReply) })
  const call = (id: number, path = 'team.read', more: object = {}) =>
    peer.receive(JSON.stringify({ kind: 'call', id, type: 'query', path, ...more }))
  return { peer, replies, call }
}

const settle = () => new Promise((resolve) => setImmediate(resolve))

describe('reading a message', () => {
  const call = { kind: 'call', id: 1, type: 'query', path: 'a.b' }
  test.each([
    ['an object instead of text', { ...call }, 'not text'],
    ['nothing', undefined, 'not text'],
    ['broken JSON', '{"kind":', 'not JSON'],
    ['a list', '[]', 'not an envelope'],
    ['one character too many', JSON.stringify({ ...call, input: 'x'.repeat(MAX_MESSAGE_CHARS) }), 'too large'],
    [
      '__proto__ in the envelope',
      '{"kind":"call","id":1,"type":"query","path":"a","__proto__":{"isAdmin":true}}',
      'polluting key',
    ],
    [
      '__proto__ deep in the input',
      '{"kind":"call","id":1,"type":"query","path":"a","input":[{"b":{"__proto__":{}}}]}',
      'polluting key',
    ],
    ['constructor.prototype', '{"kind":"abort","id":1,"constructor":{"prototype":{}}}', 'polluting key'],
    ['an unknown field', JSON.stringify({ ...call, token: 'x' }), 'not an envelope'],
    ['an id that is not a number', JSON.stringify({ ...call, id: '1' }), 'not an envelope'],
    ['a negative id', JSON.stringify({ ...call, id: -1 }), 'not an envelope'],
    ['a path that leaves /trpc', JSON.stringify({ ...call, path: '../auth/sign-out' }), 'not an envelope'],
    ['a path with a query', JSON.stringify({ ...call, path: 'a?batch=1' }), 'not an envelope'],
    ['an encoded slash', JSON.stringify({ ...call, path: 'a%2fb' }), 'not an envelope'],
  ])('%s is refused', (_what, message, problem) => {
    expect(readRequest(message)).toMatchObject({ isValid: false, problem })
    expect(Object.hasOwn(Object.prototype, 'isAdmin')).toBe(false)
  })

  test('metadata may have a field named constructor, as long as it reaches no prototype', () => {
    expect(readRequest(JSON.stringify({ ...call, input: { constructor: 'Airbus' } }))).toMatchObject({ isValid: true })
  })
})

describe('a peer', () => {
  test('answers a call once, under its id', async () => {
    const { call, replies } = openPeer(async ({ path }, _signal, post) => post({ kind: 'result', data: path }))
    call(1)
    await settle()
    expect(replies).toEqual([{ kind: 'result', id: 1, data: 'team.read' }])
  })

  test('drops a repeated id and an older one', async () => {
    const asked: number[] = []
    const { call, replies } = openPeer(async ({ id }, _signal, post) => {
      asked.push(id)
      post({ kind: 'result' })
    })
    for (const id of [5, 5, 4, 6]) call(id)
    await settle()
    expect(asked).toEqual([5, 6])
    expect(replies).toHaveLength(2)
  })

  test('answers a malformed call that names itself, and never under an id in use', async () => {
    const { call, replies, peer } = openPeer(never)
    call(1)
    call(1, '../x')
    call(2, '../x')
    peer.receive('garbage')
    await settle()
    expect(replies).toMatchObject([
      { kind: 'error', id: 2, error: { data: { code: 'INPUT_INVALID', httpStatus: 400 } } },
    ])
  })

  test('refuses one call more than may be in flight', () => {
    const { call, replies } = openPeer(never)
    for (let id = 1; id <= MAX_CALLS_IN_FLIGHT + 1; id += 1) call(id)
    expect(replies).toMatchObject([
      { kind: 'error', id: MAX_CALLS_IN_FLIGHT + 1, error: { data: { code: 'RATE_LIMITED', retryable: true } } },
    ])
  })

  test('an abort reaches the answerer, frees its place and silences it', async () => {
    const signals: AbortSignal[] = []
    const { call, replies, peer } = openPeer(async (_call, signal, post) => {
      signals.push(signal)
      await settle()
      post({ kind: 'result', data: 'too late' })
    })
    call(1)
    peer.receive(JSON.stringify({ kind: 'abort', id: 1 }))
    await settle()
    await settle()
    expect(signals.map(({ aborted }) => aborted)).toEqual([true])
    expect(replies).toEqual([])
  })

  test('closing aborts everything and hears no more', async () => {
    const signals: AbortSignal[] = []
    const { call, replies, peer } = openPeer((_call, signal) => {
      signals.push(signal)
      return new Promise(() => undefined)
    })
    call(1)
    call(2)
    peer.close()
    call(3)
    await settle()
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true])
    expect(replies).toEqual([])
  })

  test('a refusal keeps its code and words; a broken invariant shows none of its own', async () => {
    const { call, replies } = openPeer(async ({ id }) => {
      throw id === 1 ? new Refusal('FORBIDDEN') : new Error('secret stack')
    })
    call(1)
    call(2)
    await settle()
    expect(replies).toMatchObject([
      {
        error: {
          message: 'Your role does not allow this.',
          data: { code: 'FORBIDDEN', httpStatus: 403 },
        },
      },
      { error: { data: { code: 'INTERNAL', httpStatus: 500 } } },
    ])
    expect(JSON.stringify(replies)).not.toContain('secret stack')
  })

  test('an answer beyond the cap becomes a refusal', async () => {
    const { call, replies } = openPeer(async (_call, _signal, post) => {
      post({ kind: 'result', data: 'x'.repeat(MAX_REPLY_CHARS) })
    })
    call(1)
    await settle()
    expect(replies).toMatchObject([{ kind: 'error', id: 1, error: { data: { code: 'TOO_LARGE' } } }])
  })
})
