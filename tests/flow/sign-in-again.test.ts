// Guarantee: what a desk left open must not do needs its person anew, by all that signing in takes; a confirmation
// counts for five minutes, for that session and that person, and opens nothing.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { FastifyInstance } from 'fastify'
import { requireFreshConfirmation, revokeSessions, staffRouter } from '../../server/features/staff/index.ts'
import { readSession } from '../../server/features/staff/read-session.ts'
import { systemActor } from '../../server/kernel/actor.ts'
import { AppError } from '../../server/kernel/errors.ts'
import { eachDatabase, type FreshDatabase } from '../support/databases.ts'
import { type IdentityProvider, type Person, startIdentityProvider } from '../support/identity-provider.ts'
import {
  auditLog,
  codeAt,
  GOOD_PASSWORD,
  makeStaff,
  openDoor,
  PUBLIC_URL,
  sessionOf,
  type StaffKernel,
  staffKernel,
} from '../support/staff-fixtures.ts'

const LOOPBACK = 'http://127.0.0.1:49817/callback'
const DESK = `${PUBLIC_URL}/auth/oidc/callback`
const BROWSER = { 'x-countersign-client': 'browser', origin: PUBLIC_URL, 'sec-fetch-site': 'same-origin' }
const CLI = { actor: systemActor('cli'), requestId: null }
const MINUTE_MS = 60_000
const INES: Person = { subject: 'sub-ines', email: 'ines@loomfield.example' }

let provider: IdentityProvider
beforeAll(async () => {
  provider = await startIdentityProvider(['http://127.0.0.1/callback', DESK])
})
afterAll(() => provider.stop())

const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'done',
    (error: Error) => (error.cause instanceof AppError ? error.cause.code : `not ours: ${error.name}`),
  )

eachDatabase((_kind, open) => {
  let database: FreshDatabase
  let kernel: StaffKernel
  let door: FastifyInstance

  const post = (path: string, payload: object, headers: Record<string, string> = {}) =>
    door.inject({ method: 'POST', url: `/auth/${path}`, payload, headers })
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
  const actorOf = async (token: string) => {
    const actor = await readSession(kernel, token)
    if (!actor) throw new Error('that session is over')
    return actor
  }
  const deskOf = async (token: string) =>
    staffRouter.createCaller({ kernel, staff: await actorOf(token), requestId: 'req-1', address: '192.0.2.5' })
  const isAsked = async (token: string): Promise<boolean> => {
    const actor = await actorOf(token)
    try {
      requireFreshConfirmation(kernel, actor)
      return false
    } catch (error) {
      expect(error).toMatchObject({ code: 'CONFIRMATION_NEEDED' })
      return true
    }
  }
  const confirmations = async () =>
    (await auditLog(database.db)).filter((row) => row.action === 'staff.confirmed').map((row) => row.details['method'])

  beforeEach(async () => {
    database = await open()
    kernel = staffKernel(database.db)
    door = await openDoor(kernel, { oidc: provider.options })
  })

  test('signing in confirms for five minutes', async () => {
    const ines = await makeStaff(kernel, ['approver'])
    const { token } = (await post('local', { email: ines.email, password: ines.password })).json<{ token: string }>()
    expect(await isAsked(token)).toBe(false)
    kernel.clock.advance(5 * MINUTE_MS - 1000)
    expect(await isAsked(token)).toBe(false)
    kernel.clock.advance(1000)
    expect(await isAsked(token)).toBe(true)
    expect(await (await deskOf(token)).confirmation()).toEqual({
      confirmedUntil: null,
      ways: ['password'],
      needsCode: false,
    })
  })

  describe('with a password', () => {
    const stale = async () => {
      const ines = await makeStaff(kernel, ['approver'], { email: 'ines@loomfield.example' })
      const { token } = await sessionOf(kernel, ines.id)
      kernel.clock.advance(6 * MINUTE_MS)
      return { ines, token, desk: await deskOf(token) }
    }

    test('confirms this session and no other, on the record', async () => {
      const { ines, token, desk } = await stale()
      const other = await sessionOf(kernel, ines.id)
      kernel.clock.advance(6 * MINUTE_MS)
      expect(await codeOf(desk.confirm({ password: 'not it at all' }))).toBe('CONFIRMATION_FAILED')
      expect(await isAsked(token)).toBe(true)
      await desk.confirm({ password: GOOD_PASSWORD })
      expect([await isAsked(token), await isAsked(other.token)]).toEqual([false, true])
      expect(await confirmations()).toEqual(['password'])
    })

    test('needs the code where a second factor is enrolled, and each code once', async () => {
      const { token, desk } = await stale()
      const { secret } = await desk.enrolTotp({ password: GOOD_PASSWORD })
      await desk.confirmTotp({ code: codeAt(secret, kernel.clock.now()) })
      expect(await desk.confirmation()).toMatchObject({ needsCode: true })
      kernel.clock.advance(MINUTE_MS)
      expect(await codeOf(desk.confirm({ password: GOOD_PASSWORD }))).toBe('CONFIRMATION_FAILED')
      expect(await isAsked(token)).toBe(true)
      const totp = codeAt(secret, kernel.clock.now())
      await desk.confirm({ password: GOOD_PASSWORD, totp })
      expect(await isAsked(token)).toBe(false)
      expect(await codeOf(desk.confirm({ password: GOOD_PASSWORD, totp }))).toBe('CONFIRMATION_FAILED')
      expect(await confirmations()).toEqual(['password-and-code'])
    })

    test('is not enough at a hosted companion without a second factor', async () => {
      kernel = staffKernel(database.db, { isEmbedded: false })
      const { token, desk } = await stale()
      expect(await codeOf(desk.confirm({ password: GOOD_PASSWORD }))).toBe('TOTP_ENROLMENT_REQUIRED')
      expect(await isAsked(token)).toBe(true)
    })

    test('confirms nothing once the session has ended', async () => {
      const { ines, desk } = await stale()
      await revokeSessions(kernel, CLI, { staffId: ines.id })
      expect(await codeOf(desk.confirm({ password: GOOD_PASSWORD }))).toBe('SIGN_IN_REQUIRED')
      expect(await confirmations()).toEqual([])
    })
  })

  describe('at the identity provider', () => {
    const start = async (payload: object, headers: Record<string, string> = {}) => {
      const answer = await post('oidc/start', { redirectUri: LOOPBACK, ...payload }, headers)
      expect(answer.statusCode).toBe(200)
      return answer.json<{ authorizationUrl: string; state: string }>()
    }
    const finish = (state: string, callbackUrl: string) => post('oidc/finish', { state, callbackUrl })
    const signIn = async (person: Person) => {
      const { authorizationUrl, state } = await start({})
      return (await finish(state, await provider.browse(authorizationUrl, person))).json<{ token: string }>()
    }
    const confirm = async (token: string, person: Person, change: (url: URL) => void = () => {}) => {
      const { authorizationUrl, state } = await start({ isConfirmation: true }, bearer(token))
      const url = new URL(authorizationUrl)
      change(url)
      return finish(state, await provider.browse(url.href, person))
    }
    const causes = async () =>
      (await auditLog(database.db))
        .filter((row) => row.action === 'staff.sign-in-refused')
        .map((row) => row.details['cause'])

    beforeEach(async () => {
      await makeStaff(kernel, ['approver'], { email: 'ines@loomfield.example', password: null })
    })

    test('an ordinary sign-in confirms nothing; one anew does, without a new session', async () => {
      const { token } = await signIn(INES)
      expect(await isAsked(token)).toBe(true)
      expect(await (await deskOf(token)).confirmation()).toMatchObject({ ways: ['oidc'], needsCode: false })
      const answer = await confirm(token, INES)
      expect(answer.statusCode).toBe(200)
      expect(answer.json()).toEqual({ confirmedAt: expect.any(String) })
      expect(await isAsked(token)).toBe(false)
      expect(await database.db.selectFrom('session').select('id').execute()).toHaveLength(1)
      expect(await confirmations()).toEqual(['oidc'])
    })

    test('asks the provider for a sign-in anew', async () => {
      const { token } = await signIn(INES)
      const { authorizationUrl } = await start({ isConfirmation: true }, bearer(token))
      const asked = new URL(authorizationUrl).searchParams
      expect([asked.get('prompt'), asked.get('max_age')]).toEqual(['login', '0'])
      const plain = new URL((await start({})).authorizationUrl).searchParams
      expect([plain.get('prompt'), plain.get('max_age')]).toEqual([null, null])
    })

    test('a sign-in of this morning is refused, and so is a provider that doesn’t say when', async () => {
      const { token } = await signIn(INES)
      expect((await confirm(token, { ...INES, signedInAgoSeconds: 3600 })).statusCode).toBe(401)
      const silent = await confirm(token, INES, (url) => {
        for (const name of ['max_age', 'prompt']) url.searchParams.delete(name)
      })
      expect(silent.statusCode).toBe(401)
      expect(await isAsked(token)).toBe(true)
      expect(await causes()).toEqual(['not signed in anew', 'not signed in anew'])
    })

    test('another person, known to the desk or not, confirms nothing', async () => {
      await makeStaff(kernel, ['approver'], { email: 'tobias@loomfield.example', password: null })
      const tobias = { subject: 'sub-tobias', email: 'tobias@loomfield.example' }
      const { token } = await signIn(INES)
      expect((await confirm(token, tobias)).statusCode).toBe(401)
      await signIn(tobias)
      expect((await confirm(token, tobias)).statusCode).toBe(401)
      expect(await isAsked(token)).toBe(true)
      expect(await causes()).toEqual(['not linked', 'not the session’s person'])
    })

    test('nobody begins one without a session', async () => {
      const answer = await post('oidc/start', { redirectUri: LOOPBACK, isConfirmation: true })
      expect(answer.statusCode).toBe(401)
      expect(answer.json()).toMatchObject({ error: { code: 'SIGN_IN_REQUIRED' } })
    })

    test('in a browser the cookie stays the one it was', async () => {
      const { token } = await signIn(INES)
      const payload = { redirectUri: DESK, isConfirmation: true }
      const begun = await post('oidc/start', payload, { ...BROWSER, cookie: `countersign=${token}` })
      const [proof = ''] = String(begun.headers['set-cookie']).split(';')
      const { authorizationUrl } = begun.json<{ authorizationUrl: string }>()
      const back = new URL(await provider.browse(authorizationUrl, INES))
      const answer = await door.inject({ url: back.pathname + back.search, headers: { cookie: proof } })
      expect([answer.statusCode, answer.headers.location]).toEqual([303, '/desk/'])
      expect(String(answer.headers['set-cookie'])).toMatch(/^countersign-oidc=;/)
      expect(await isAsked(token)).toBe(false)
    })
  })
})
