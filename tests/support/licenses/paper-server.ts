import { createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { hashNonce } from '../../../license-client/lease/lease.ts'
import type { SigningKey } from '../../../license-client/lease/keys.ts'
import type { Call, Transport } from '../../../license-client/wire/transport.ts'
import { seatFor } from '../../../server/features/instances/seat-rules.ts'
import {
  judgeToken,
  readToken,
  signedText,
  type TokenParts,
  writeToken,
} from '../../../server/features/instances/token-rules.ts'
import { signCompact } from '../../../server/features/licenses/sign-compact.ts'

// The license server as `docs/licenses-api.md` describes it, over the companion's own pure rules and a table in memory: what the
// client is tried against thousands of times. The real one stands in the flow tests.

const SERVER = '00000000000000000000000000000001'
export const KEY = 'CS-00000-00000-00000-00000-00000'
export const HOUR_MS = 3_600_000

export interface Signer {
  readonly kid: string
  readonly privateKey: KeyObject
  readonly jwk: SigningKey
}

export const makeSigner = (kid: string): Signer => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const { x = '' } = publicKey.export({ format: 'jwk' })
  return { kid, privateKey, jwk: { kid, kty: 'OKP', crv: 'Ed25519', x } }
}

export const endorse = (older: Signer, newer: Signer, iat: number): string =>
  signCompact(older, 'license-keys+jws', {
    v: 1,
    iss: SERVER,
    iat,
    keys: [{ ...newer.jwk, use: 'sig', alg: 'Ed25519' }],
  })

interface Row {
  readonly id: string
  readonly installId: string
  epoch: number
  last: TokenParts
  /** As it was before the last write, which may get lost. */
  before: TokenParts | null
  seatSince: number
  seatUntil: number
  runUntil: number
  isReleased: boolean
}

export interface PaperServer {
  readonly transport: Transport
  readonly rows: Row[]
  /** Everything odd that it saw, in order. */
  readonly seen: string[]
  signer: Signer
  published: Signer[]
  statements: string[]
  seats: number
  limits: Record<string, number>
  updatesUntil: string | null
  refuse: string | null
  intervalMs: number
  graceMs: number
  seatMs: number
  /** What happens to the next calls, first to last: nothing more is nothing special. */
  faults: Array<'lose-call' | 'lose-reply' | 'outage' | 'busy'>
}

const id = (n: number) => `ins_${String(n).padStart(26, '0')}`
const secondsOf = (ms: number) => Math.floor(ms / 1000)

export const paperServer = (now: () => number): PaperServer => {
  const macOf = (instance: string, parts: TokenParts) =>
    createHmac('sha256', 'paper').update(signedText(instance, parts)).digest('base64url')
  const tokenOf = (row: Row) => writeToken(row.last, macOf(row.id, row.last))

  const lease = (row: Row, nonceHash: string): string =>
    signCompact(server.signer, 'license-lease+jws', {
      v: 1,
      iss: SERVER,
      aud: 'loomfield',
      sub: row.id,
      install: row.installId,
      license: 'lic_1',
      plan: 'Business',
      planRevision: 'r1',
      limits: server.limits,
      environment: 'production',
      hasMultiTenancy: true,
      updatesUntil: server.updatesUntil,
      nonceHash,
      iat: secondsOf(now()),
      exp: secondsOf(row.runUntil),
      seatUntil: secondsOf(row.seatUntil),
    })

  const refused = (code: string, retryAfterSeconds: number | null = null) => {
    server.seen.push(code)
    return { verdict: 'refused', code, text: '', next: '', retryAfterSeconds, details: {} }
  }

  const serve = (row: Row, nonce: string) => {
    const holders = server.rows.map((one) => ({ ...one }))
    const seat = seatFor(row.id, { holders, seats: server.seats, now: now() })
    if (!seat.isGranted) return refused('NO_FREE_SEAT', secondsOf((seat.returnsAt ?? now()) - now()))
    if (row.seatUntil <= now()) row.seatSince = now()
    row.seatUntil = now() + server.seatMs
    row.runUntil = now() + server.graceMs
    return {
      verdict: 'ok',
      instance: row.id,
      token: tokenOf(row),
      lease: lease(row, hashNonce(nonce)),
      checkEverySeconds: server.intervalMs / 1000,
      graceSeconds: server.graceMs / 1000,
      serverTime: new Date(now()).toISOString(),
      plan: null,
      notices: [],
    }
  }

  const begin = (row: Row, nonceHash: string): void => {
    if (row.last.sequence === 0 && row.last.nonceHash === nonceHash && row.epoch > 0 && !row.isReleased) return
    row.epoch += 1
    row.isReleased = false
    row.before = null
    row.last = { epoch: row.epoch, sequence: 0, nonceHash }
    server.seen.push(`epoch ${row.epoch}`)
  }

  const activate = ({ key, installId, nonce }: Record<string, string>) => {
    if (key !== KEY) return refused('UNKNOWN_KEY')
    if (server.refuse !== null) return refused(server.refuse)
    const known = server.rows.find((row) => row.installId === installId)
    const last = { epoch: 0, sequence: 0, nonceHash: '' }
    const times = { seatSince: 0, seatUntil: 0, runUntil: 0 }
    const row = known ?? {
      id: id(server.rows.length + 1),
      installId: installId ?? '',
      epoch: 0,
      last,
      before: null,
      ...times,
      isReleased: false,
    }
    const holders = server.rows.map((one) => ({ ...one }))
    const seat = seatFor(row.id, { holders, seats: server.seats, now: now() })
    if (!seat.isGranted) return refused('NO_FREE_SEAT', secondsOf((seat.returnsAt ?? now()) - now()))
    begin(row, hashNonce(nonce ?? ''))
    if (known === undefined) server.rows.push(row)
    return serve(row, nonce ?? '')
  }

  const follow = (row: Row, given: TokenParts, nonce: string) => {
    const nonceHash = hashNonce(nonce)
    const verdict = judgeToken(given, nonceHash, row.last)
    if (verdict === 'old-epoch' || verdict === 'rolled-back') return refused('BAD_TOKEN')
    if (verdict === 'clone') return refused('CLONE_SUSPECTED')
    if (server.refuse !== null) return refused(server.refuse)
    if (verdict === 'next') row.before = row.last
    if (verdict === 'next') row.last = { epoch: row.epoch, sequence: given.sequence + 1, nonceHash }
    return serve(row, nonce)
  }

  const check = ({ instance, token, nonce }: Record<string, string>) => {
    const row = server.rows.find((one) => one.id === instance)
    if (row === undefined) return refused('UNKNOWN_INSTANCE')
    if (row.isReleased) return refused('INSTANCE_RELEASED')
    const given = readToken(token ?? '')
    if (given === null || given.mac !== macOf(row.id, given)) return refused('BAD_TOKEN')
    return follow(row, given, nonce ?? '')
  }

  const release = ({ instance, token }: Record<string, string>) => {
    const row = server.rows.find((one) => one.id === instance)
    if (row === undefined || token !== tokenOf(row)) return refused('BAD_TOKEN')
    row.isReleased = true
    row.seatUntil = 0
    return { verdict: 'ok' }
  }

  const answers: Record<string, (body: Record<string, string>) => unknown> = {
    '/v1/licenses/activate': activate,
    '/v1/licenses/check': check,
    '/v1/licenses/release': release,
    '/v1/licenses/keys': () => ({ keys: server.published.map(({ jwk }) => jwk), statements: server.statements }),
  }

  const transport = async ({ path, body, signal }: Call) => {
    signal.throwIfAborted()
    const fault = server.faults.shift()
    if (fault === 'lose-call') throw new Error('no answer')
    if (fault === 'outage') return { status: 503, body: null, retryAfterMs: null }
    if (fault === 'busy') return { status: 429, body: null, retryAfterMs: 30_000 }
    // As it would arrive: what can't be said in JSON is lost.
    const heard = JSON.parse(JSON.stringify(body ?? {})) as Record<string, string>
    const reply = answers[path]?.(heard)
    if (fault === 'lose-reply') throw new Error('the answer was lost')
    return {
      status: reply === undefined ? 404 : 200,
      body: JSON.parse(JSON.stringify(reply ?? {})) as unknown,
      retryAfterMs: null,
    }
  }

  const first = makeSigner('1')
  const server: PaperServer = {
    transport,
    rows: [],
    seen: [],
    signer: first,
    published: [first],
    statements: [],
    seats: 3,
    limits: { 'max-devices': 1000 },
    updatesUntil: null,
    refuse: null,
    intervalMs: HOUR_MS,
    graceMs: 24 * HOUR_MS,
    seatMs: 24 * HOUR_MS,
    faults: [],
  }
  return server
}
