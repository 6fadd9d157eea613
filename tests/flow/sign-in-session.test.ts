// Guarantee: a session is worth what its person may do at this very call, only from our own page or the desktop, and
// nothing from the moment it ends.
import { beforeEach, describe, expect, test } from 'vitest'
import Fastify, { type FastifyInstance, type InjectOptions } from 'fastify'
import { changeRoles, removeStaff, restoreStaff } from '../../server/features/staff/index.ts'
import { authenticate, registerStaffRoutes } from '../../server/features/staff/routes.ts'
import { systemActor } from '../../server/kernel/actor.ts'
import { AppError } from '../../server/kernel/errors.ts'
import { eachDatabase, type FreshDatabase } from '../support/databases.ts'
import {
  auditActions,
  GOOD_PASSWORD,
  makeStaff,
  type MadeStaff,
  openDoor,
  PUBLIC_URL,
  sessionOf,
  type StaffKernel,
  staffKernel,
} from '../support/staff-fixtures.ts'

const HOUR_MS = 3_600_000
const BROWSER = { 'x-countersign-client': 'browser', origin: PUBLIC_URL, 'sec-fetch-site': 'same-origin' }
const CLI = { actor: systemActor('cli'), requestId: null }

eachDatabase((_kind, open) => {
  let database: FreshDatabase
  let kernel: StaffKernel
  let door: FastifyInstance
  let ines: MadeStaff

  /** What a tRPC context would see of this request. */
  const seen = async (headers: InjectOptions['headers'], method: 'GET' | 'POST' = 'POST') => {
    const answer = await door.inject({ method, url: '/who', headers: headers ?? {} })
    return answer.json<{ id?: string; roles?: string[]; refused?: string } | null>()
  }
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

  beforeEach(async () => {
    database = await open()
    kernel = staffKernel(database.db)
    const app = Fastify()
    registerStaffRoutes(app, kernel, { publicUrl: () => PUBLIC_URL, oidc: null })
    app.route({
      method: ['GET', 'POST'],
      url: '/who',
      handler: async (request, reply) => {
        try {
          return reply.send(JSON.stringify(await authenticate(kernel, request)))
        } catch (error) {
          return { refused: error instanceof AppError ? error.code : String(error) }
        }
      },
    })
    await app.ready()
    door = app
    ines = await makeStaff(kernel, ['support'])
  })

  test('a role change and a removal count at the next call; a restored person signs in anew', async () => {
    const { token } = await sessionOf(kernel, ines.id)
    expect(await seen(bearer(token))).toMatchObject({ id: ines.id, roles: ['support'] })
    await changeRoles(kernel, CLI, ines.id, ['finance', 'auditor'])
    expect(await seen(bearer(token))).toMatchObject({ roles: ['finance', 'auditor'] })
    await removeStaff(kernel, CLI, ines.id)
    expect(await seen(bearer(token))).toBeNull()
    await restoreStaff(kernel, CLI, ines.id)
    expect(await seen(bearer(token))).toBeNull()
  })

  test('a removed person’s session is nothing, even if nobody revoked it', async () => {
    const { token } = await sessionOf(kernel, ines.id)
    await database.db.updateTable('staff').set({ status: 'removed' }).where('id', '=', ines.id).execute()
    expect(await seen(bearer(token))).toBeNull()
  })

  test('it ends when its time is over, and nothing prolongs it', async () => {
    const { token } = await sessionOf(kernel, ines.id)
    for (let hour = 1; hour < 10; hour++) {
      kernel.clock.advance(HOUR_MS)
      expect(await seen(bearer(token))).not.toBeNull()
    }
    kernel.clock.advance(HOUR_MS)
    expect(await seen(bearer(token))).toBeNull()
  })

  test('sign-out ends this one and leaves the others', async () => {
    const [first, second] = [await sessionOf(kernel, ines.id), await sessionOf(kernel, ines.id)]
    const signOut = () => door.inject({ method: 'POST', url: '/auth/sign-out', headers: bearer(first.token) })
    expect((await signOut()).statusCode).toBe(200)
    expect((await signOut()).statusCode).toBe(200)
    expect(await seen(bearer(first.token))).toBeNull()
    expect(await seen(bearer(second.token))).not.toBeNull()
    expect((await auditActions(database.db)).filter((action) => action === 'staff.signed-out')).toHaveLength(1)
  })

  test.each(['', 'x', 'a'.repeat(43), 'a'.repeat(300), 'a b', "' or 1=1 --"])('%s is nobody', async (token) => {
    expect(await seen(bearer(token))).toBeNull()
  })

  describe('in a browser', () => {
    const signIn = (headers: Record<string, string>, to = door) =>
      to.inject({
        method: 'POST',
        url: '/auth/local',
        payload: { email: ines.email, password: GOOD_PASSWORD },
        headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux) Firefox/140.0', ...headers },
      })
    const cookieOf = async () => {
      const [pair] = String((await signIn(BROWSER)).headers['set-cookie']).split(';')
      return String(pair)
    }

    test('the token goes into a cookie that scripts cannot read, never into the body', async () => {
      const answer = await signIn(BROWSER)
      expect(answer.json()).not.toHaveProperty('token')
      expect(answer.headers['set-cookie']).toMatch(
        /^countersign=[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict$/,
      )
      const https = await openDoor(kernel, { publicUrl: 'https://desk.example' })
      const there = await signIn({ ...BROWSER, origin: 'https://desk.example' }, https)
      expect(there.headers['set-cookie']).toMatch(/^__Host-countersign=[\w-]{43}; Path=\/; .*SameSite=Strict; Secure$/)
      const [session] = await database.db.selectFrom('session').select('device').execute()
      expect(session?.device).toBe('browser Firefox on Linux')
    })

    test('the cookie counts only with our header and from our origin', async () => {
      const cookie = await cookieOf()
      expect(await seen({ ...BROWSER, cookie })).toMatchObject({ id: ines.id })
      const { origin: _, ...noOrigin } = BROWSER
      expect(await seen({ ...noOrigin, cookie }, 'GET')).toMatchObject({ id: ines.id })
      const foreign = [
        { cookie },
        { cookie, origin: PUBLIC_URL, 'sec-fetch-site': 'same-origin' },
        { ...BROWSER, cookie, origin: 'https://evil.example' },
        { ...BROWSER, cookie, 'sec-fetch-site': 'cross-site' },
        { ...BROWSER, cookie, 'sec-fetch-site': 'same-site' },
        { ...BROWSER, cookie, origin: 'null' },
        { cookie, 'x-countersign-client': 'browser' },
      ]
      for (const headers of foreign) expect(await seen(headers)).toEqual({ refused: 'CROSS_SITE' })
    })

    test('no foreign page can sign anybody in or out', async () => {
      const cookie = await cookieOf()
      for (const origin of ['https://evil.example', 'null', 'http://localhost:4870']) {
        expect((await signIn({ origin })).statusCode).toBe(403)
        expect((await signIn({ ...BROWSER, origin })).statusCode).toBe(403)
        const out = await door.inject({
          method: 'POST',
          url: '/auth/sign-out',
          headers: { ...BROWSER, cookie, origin },
        })
        expect(out.json()).toMatchObject({ error: { code: 'CROSS_SITE' } })
      }
      expect(await seen({ ...BROWSER, cookie })).not.toBeNull()
    })

    test('signing out empties the cookie; a dead one is nobody', async () => {
      const cookie = await cookieOf()
      const out = await door.inject({ method: 'POST', url: '/auth/sign-out', headers: { ...BROWSER, cookie } })
      expect(out.headers['set-cookie']).toContain('countersign=; Path=/; Max-Age=0')
      expect(await seen({ ...BROWSER, cookie })).toBeNull()
    })
  })
})
