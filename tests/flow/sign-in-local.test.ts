// Guarantee: whoever can't prove to be a person of the desk learns nothing but "no", is counted wherever they knock, and
// a code from an authenticator opens the door once.
import { beforeEach, describe, expect, test } from 'vitest'
import { ERRORS } from '@countersign/shared/errors'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { createKeyRing } from '../../server/kernel/key-ring.ts'
import { eachDatabase, type FreshDatabase } from '../support/databases.ts'
import {
  auditLog,
  codeAt,
  GOOD_PASSWORD,
  makeStaff,
  type MadeStaff,
  openDoor,
  type StaffKernel,
  staffKernel,
} from '../support/staff-fixtures.ts'

const signIn = (door: FastifyInstance, body: object, remoteAddress = '192.0.2.9') =>
  door.inject({ method: 'POST', url: '/auth/local', payload: body, remoteAddress })

const refusal = (answer: LightMyRequestResponse) => {
  const { requestId, ...rest } = answer.json<{ error: Record<string, unknown> }>().error
  expect(requestId).toBeTruthy()
  return { status: answer.statusCode, code: rest['code'], ...rest }
}

const SAME_NO = {
  status: 401,
  code: 'SIGN_IN_FAILED',
  message: ERRORS.SIGN_IN_FAILED.text,
  next: ERRORS.SIGN_IN_FAILED.next,
}

eachDatabase((_kind, open) => {
  let database: FreshDatabase
  let kernel: StaffKernel
  let door: FastifyInstance
  let ines: MadeStaff

  beforeEach(async () => {
    database = await open()
    kernel = staffKernel(database.db)
    door = await openDoor(kernel)
    ines = await makeStaff(kernel, ['support'], { email: 'ines@loomfield.example', name: 'Ines Albrecht' })
  })

  test('a right password gives a token, however the e-mail is typed, and the log tells of it', async () => {
    const answer = await signIn(door, { email: ' INES@loomfield.example', password: GOOD_PASSWORD })
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(answer.json()).toMatchObject({ staff: { id: ines.id, roles: ['support'] } })
    const token = answer.json<{ token: string }>().token
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(JSON.stringify(await database.db.selectFrom('session').selectAll().execute())).not.toContain(token)
    expect((await auditLog(database.db)).at(-1)).toMatchObject({
      action: 'staff.signed-in',
      actorId: ines.id,
      details: { method: 'password' },
    })
  })

  test('wrong password, unknown e-mail, removed person and one without a password read the same', async () => {
    const noPassword = await makeStaff(kernel, ['support'], { password: null })
    const removed = await makeStaff(kernel, ['support'])
    await database.db.updateTable('staff').set({ status: 'removed' }).where('id', '=', removed.id).execute()
    const tries = [
      { email: ines.email, password: 'not the right one' },
      { email: 'nobody@loomfield.example', password: GOOD_PASSWORD },
      { email: removed.email, password: GOOD_PASSWORD },
      { email: noPassword.email, password: GOOD_PASSWORD },
      { email: 'ines@loomfield.example\u0000x', password: '\u0000' },
      { email: '', password: '' },
    ]
    for (const body of tries) expect(refusal(await signIn(door, body))).toEqual(SAME_NO)
    const told = (await auditLog(database.db)).filter((row) => row.action === 'staff.sign-in-refused')
    expect(told).toHaveLength(tries.length)
    expect(told.every((row) => row.outcome === 'refused')).toBe(true)
    expect(told.map((row) => row.subjectId)).toEqual([ines.id, ...Array(5).fill('unknown')])
    expect(JSON.stringify(told)).not.toContain('loomfield')
  })

  test('bodies that are none are refused without a trace of what they held', async () => {
    for (const payload of [{}, { email: 1, password: [] }, { email: 'a'.repeat(400), password: 'x' }]) {
      expect(refusal(await signIn(door, payload))).toMatchObject({ status: 400, code: 'INPUT_INVALID' })
    }
    const huge = await signIn(door, { email: 'a', password: 'x'.repeat(20_000) })
    expect(refusal(huge)).toMatchObject({ status: 413, code: 'TOO_LARGE' })
    const headers = { 'content-type': 'application/json' }
    const broken = await door.inject({ method: 'POST', url: '/auth/local', payload: '{"email":', headers })
    expect(refusal(broken)).toMatchObject({ status: 400, code: 'INPUT_INVALID' })
  })

  test('a companion with local sign-in switched off has no such door', async () => {
    const closed = await openDoor(kernel, { hasLocal: false })
    expect((await signIn(closed, { email: ines.email, password: GOOD_PASSWORD })).statusCode).toBe(404)
    expect((await closed.inject('/auth/methods')).json()).toMatchObject({ local: false, firstRun: false })
  })

  describe('attempts', () => {
    const wrong = { email: 'ines@loomfield.example', password: 'a wrong password' }

    test('ten wrong ones close the door for the e-mail, also from elsewhere and with the right password', async () => {
      for (let i = 0; i < 10; i++) expect((await signIn(door, wrong, `192.0.2.${i}`)).statusCode).toBe(401)
      const eleventh = await signIn(door, { ...wrong, password: GOOD_PASSWORD }, '198.51.100.1')
      expect(refusal(eleventh)).toMatchObject({ status: 429, code: 'TOO_MANY_ATTEMPTS' })
      expect(eleventh.headers['retry-after']).toBe('900')
      expect((await auditLog(database.db)).at(-1)?.details).toMatchObject({ locked: true })
      kernel.clock.advance(15 * 60_000)
      expect((await signIn(door, { ...wrong, password: GOOD_PASSWORD })).statusCode).toBe(200)
    })

    test('an unknown e-mail is counted just so', async () => {
      const nobody = { email: 'nobody@loomfield.example', password: 'x' }
      for (let i = 0; i < 10; i++) await signIn(door, nobody, `192.0.2.${i}`)
      expect((await signIn(door, nobody, '198.51.100.1')).statusCode).toBe(429)
    })

    test('an address is counted over all e-mails, and its own success does not clear it', async () => {
      for (let i = 0; i < 25; i++) await signIn(door, { email: `guess-${i}@x.example`, password: 'x' })
      expect((await signIn(door, { email: ines.email, password: GOOD_PASSWORD })).statusCode).toBe(200)
      for (let i = 25; i < 50; i++) await signIn(door, { email: `guess-${i}@x.example`, password: 'x' })
      expect((await signIn(door, { email: ines.email, password: GOOD_PASSWORD })).statusCode).toBe(429)
      expect((await signIn(door, { email: ines.email, password: GOOD_PASSWORD }, '198.51.100.1')).statusCode).toBe(200)
    })

    test('replicas share the count, and many at once do not slip under it', async () => {
      const other = staffKernel((await database.again()).db)
      const doors = [door, await openDoor(other)]
      const tries = Array.from({ length: 30 }, (_, i) => signIn(doors[i % 2]!, wrong, `192.0.2.${i}`))
      const statuses = (await Promise.all(tries)).map((answer) => answer.statusCode)
      expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(10)
      expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(20)
    })

    test('a success forgives the e-mail, and rows older than the window go', async () => {
      for (let i = 0; i < 9; i++) await signIn(door, wrong)
      await signIn(door, { ...wrong, password: GOOD_PASSWORD })
      for (let i = 0; i < 9; i++) expect((await signIn(door, wrong)).statusCode).toBe(401)
      kernel.clock.advance(16 * 60_000)
      await signIn(door, { ...wrong, password: GOOD_PASSWORD })
      expect(await database.db.selectFrom('signInFailure').selectAll().execute()).toEqual([])
    })

    test('the rows name nobody', async () => {
      await signIn(door, wrong, '192.0.2.77')
      const rows = JSON.stringify(await database.db.selectFrom('signInFailure').selectAll().execute())
      expect(rows).not.toMatch(/ines|192\.0\.2/)
    })
  })

  describe('the second factor', () => {
    const right = { email: 'ines@loomfield.example', password: GOOD_PASSWORD }
    const enrol = async (hosted: FastifyInstance, at: number) => {
      const offered = refusal(await signIn(hosted, right))
      expect(offered).toMatchObject({ status: 401, code: 'TOTP_ENROLMENT_REQUIRED' })
      const { secret, uri } = (offered as unknown as { refusal: { totp: { secret: string; uri: string } } }).refusal
        .totp
      expect(uri).toContain('otpauth://totp/')
      expect((await signIn(hosted, { ...right, totp: codeAt(secret, at) })).statusCode).toBe(200)
      return secret
    }

    test('a hosted companion lets nobody in without one; the first right code enrols it', async () => {
      const hostedKernel = staffKernel(database.db, { isEmbedded: false })
      const hosted = await openDoor(hostedKernel)
      const secret = await enrol(hosted, hostedKernel.clock.now())
      expect(refusal(await signIn(hosted, right))).toMatchObject({ status: 401, code: 'TOTP_REQUIRED' })
      const stored = JSON.stringify(await database.db.selectFrom('localCredential').selectAll().execute())
      expect(stored).not.toContain(secret)
      const told = (await auditLog(database.db)).map((row) => row.action)
      expect(told.slice(-2)).toEqual(['staff.totp-enrolled', 'staff.signed-in'])
    })

    test('a code counts once, one step early or late, and an older step never after it', async () => {
      const hostedKernel = staffKernel(database.db, { isEmbedded: false })
      const hosted = await openDoor(hostedKernel)
      const secret = await enrol(hosted, hostedKernel.clock.now())
      const tryAt = async (ms: number) =>
        (await signIn(hosted, { ...right, totp: codeAt(secret, hostedKernel.clock.now() + ms) })).statusCode
      expect(await tryAt(0)).toBe(401)
      expect(await tryAt(-30_000)).toBe(401)
      expect(await tryAt(60_000)).toBe(401)
      expect(await tryAt(30_000)).toBe(200)
      expect(await tryAt(30_000)).toBe(401)
      hostedKernel.clock.advance(90_000)
      const parallel = await Promise.all([tryAt(0), tryAt(0), tryAt(0)])
      expect(parallel.toSorted((a, b) => a - b)).toEqual([200, 401, 401])
    })

    test('asking for the code is no failed attempt, guessing it is', async () => {
      const hostedKernel = staffKernel(database.db, { isEmbedded: false })
      const hosted = await openDoor(hostedKernel)
      await enrol(hosted, hostedKernel.clock.now())
      for (let i = 0; i < 15; i++) expect(refusal(await signIn(hosted, right)).code).toBe('TOTP_REQUIRED')
      for (let i = 0; i < 10; i++) expect(refusal(await signIn(hosted, { ...right, totp: '000000' }))).toEqual(SAME_NO)
      expect((await signIn(hosted, { ...right, totp: '000000' })).statusCode).toBe(429)
    })

    test('sealed under another secret, nobody signs in with it rather than without it', async () => {
      const hostedKernel = staffKernel(database.db, { isEmbedded: false })
      const secret = await enrol(await openDoor(hostedKernel), hostedKernel.clock.now())
      const changed = await openDoor({ ...hostedKernel, keys: createKeyRing(Buffer.alloc(32, 8)) })
      hostedKernel.clock.advance(60_000)
      const answer = await signIn(changed, { ...right, totp: codeAt(secret, hostedKernel.clock.now()) })
      expect(refusal(answer)).toMatchObject({ status: 500, code: 'INTERNAL' })
    })
  })
})
