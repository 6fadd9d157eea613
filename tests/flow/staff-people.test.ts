// Guarantee: an administrator decides who works at the desk and what they may do, at once and on the record; but can
// neither lock everybody out nor make approvers alone, and nobody changes their own ways in on a stolen session.
import { beforeEach, describe, expect, test } from 'vitest'
import type { Role } from '@countersign/shared/roles'
import { staffRouter } from '../../server/features/staff/index.ts'
import { readSession } from '../../server/features/staff/read-session.ts'
import { AppError } from '../../server/kernel/errors.ts'
import type { Kernel } from '../../server/kernel/context.ts'
import { eachDatabase, type FreshDatabase } from '../support/databases.ts'
import {
  auditLog,
  codeAt,
  GOOD_PASSWORD,
  makeStaff,
  type MadeStaff,
  openDoor,
  sessionOf,
  type StaffKernel,
  staffKernel,
} from '../support/staff-fixtures.ts'

const OTHER_PASSWORD = 'lanterns along the canal'

/** The staff API as the person with this token is answered. */
const deskOf = async (kernel: Kernel, token: string) => {
  const staff = await readSession(kernel, token)
  return staffRouter.createCaller({ kernel, staff, requestId: 'req-1', address: '192.0.2.5' })
}
type Desk = Awaited<ReturnType<typeof deskOf>>

const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'done',
    (error: Error) => (error.cause instanceof AppError ? error.cause.code : `not ours: ${error.name}`),
  )

eachDatabase((_kind, open) => {
  let database: FreshDatabase
  let kernel: StaffKernel
  let kofi: MadeStaff
  let admin: Desk
  let adminToken: string

  const sit = async (id: string) => {
    const { token } = await sessionOf(kernel, id)
    return { token, desk: await deskOf(kernel, token) }
  }
  const actions = async () => (await auditLog(database.db)).map((row) => row.action)

  beforeEach(async () => {
    database = await open()
    kernel = staffKernel(database.db)
    kofi = await makeStaff(kernel, ['admin'], { name: 'Kofi Baptiste-Okafor' })
    const seat = await sit(kofi.id)
    admin = seat.desk
    adminToken = seat.token
  })

  test('tells who one is and what one may do', async () => {
    const me = await admin.me()
    expect(me.staff).toMatchObject({ id: kofi.id, roles: ['admin'] })
    expect(me.permissions).toContain('staff.manage')
    expect(me.permissions).not.toContain('team.verify')
  })

  test('adds somebody with an initial password that opens the door, and tells it once', async () => {
    const person = { name: ' Ines Albrecht ', email: 'Ines@Loomfield.example', roles: ['support' as Role] }
    const { staff, initialPassword } = await admin.add({ ...person, withPassword: true })
    expect(staff).toMatchObject({ name: 'Ines Albrecht', email: 'ines@loomfield.example', signsInWith: ['password'] })
    const payload = { email: staff.email, password: initialPassword }
    const door = await openDoor(kernel)
    expect((await door.inject({ method: 'POST', url: '/auth/local', payload })).statusCode).toBe(200)
    const told = (await auditLog(database.db)).find((row) => row.subjectId === staff.id)
    expect(told).toMatchObject({ action: 'staff.added', actorId: kofi.id, details: { roles: ['support'] } })
    expect(JSON.stringify(await admin.list())).not.toMatch(/argon2|totp|hash/i)
    expect(await codeOf(admin.add(person))).toBe('STAFF_EXISTS')
    expect((await admin.add({ ...person, email: 'noor@x.example' })).initialPassword).toBeNull()
  })

  test('changes roles, removes and restores at once and on the record', async () => {
    const ines = await makeStaff(kernel, ['support'])
    const seat = await sit(ines.id)
    expect((await admin.changeRoles({ staffId: ines.id, roles: ['auditor', 'finance'] })).roles).toEqual([
      'finance',
      'auditor',
    ])
    expect((await readSession(kernel, seat.token))?.roles).toEqual(['finance', 'auditor'])
    expect((await admin.remove({ staffId: ines.id })).status).toBe('removed')
    expect(await readSession(kernel, seat.token)).toBeNull()
    expect(await codeOf(admin.remove({ staffId: ines.id }))).toBe('NOT_FOUND')
    expect(await codeOf(admin.changeRoles({ staffId: ines.id, roles: ['support'] }))).toBe('NOT_FOUND')
    expect((await admin.restore({ staffId: ines.id })).status).toBe('active')
    expect((await actions()).slice(-3)).toEqual(['staff.roles-changed', 'staff.removed', 'staff.restored'])
  })

  test('what changes nothing is not recorded', async () => {
    const before = await actions()
    await admin.changeRoles({ staffId: kofi.id, roles: ['admin', 'admin'] })
    expect(await actions()).toEqual(before)
  })

  test('lists and ends sessions, one or all', async () => {
    const ines = await makeStaff(kernel, ['support'])
    const [first, second, third] = [await sit(ines.id), await sit(ines.id), await sit(ines.id)]
    const listed = await admin.sessions({ staffId: ines.id })
    expect(listed).toHaveLength(3)
    expect(listed.every((each) => !each.isCurrent && each.device === 'desktop Linux')).toBe(true)
    expect((await admin.sessions({ staffId: kofi.id })).map((each) => each.isCurrent)).toEqual([true])
    expect(await admin.revokeSessions({ staffId: ines.id, sessionId: listed[0]!.id })).toEqual({ count: 1 })
    expect(await readSession(kernel, third.token)).toBeNull()
    expect(await readSession(kernel, first.token)).not.toBeNull()
    expect(await admin.revokeSessions({ staffId: ines.id })).toEqual({ count: 2 })
    expect(await readSession(kernel, second.token)).toBeNull()
    const foreign = await admin.sessions({ staffId: kofi.id })
    expect(await admin.revokeSessions({ staffId: ines.id, sessionId: foreign[0]!.id })).toEqual({ count: 0 })
    expect(await readSession(kernel, adminToken)).not.toBeNull()
  })

  test('ids of other things and of nobody are refused', async () => {
    for (const staffId of ['cus_123', '', 'stf_0', `${kofi.id}\u0000`]) {
      expect(await codeOf(admin.remove({ staffId }))).toContain('not ours: TRPCError')
    }
    expect(await codeOf(admin.remove({ staffId: `stf_${'0'.repeat(26)}` }))).toBe('NOT_FOUND')
  })

  test('the last administrator stays, also when two remove each other at once', async () => {
    expect(await codeOf(admin.changeRoles({ staffId: kofi.id, roles: ['support'] }))).toBe('LAST_ADMIN')
    expect(await codeOf(admin.remove({ staffId: kofi.id }))).toBe('LAST_ADMIN')
    const second = await makeStaff(kernel, ['admin'])
    const replica = { ...kernel, db: (await database.again()).db }
    const other = await deskOf(replica, (await sit(second.id)).token)
    const outcomes = await Promise.all([
      codeOf(admin.remove({ staffId: second.id })),
      codeOf(other.remove({ staffId: kofi.id })),
    ])
    expect(outcomes.toSorted()).toEqual(['LAST_ADMIN', 'done'])
  })

  test('an administrator appoints the first approver, and neither another nor a new "first"', async () => {
    const [jonas, ines, removed] = [
      await makeStaff(kernel, ['finance']),
      await makeStaff(kernel, ['support']),
      await makeStaff(kernel, ['support', 'approver']),
    ]
    await database.db.updateTable('staff').set({ status: 'removed' }).where('id', '=', removed.id).execute()
    await admin.changeRoles({ staffId: jonas.id, roles: ['approver'] })
    const approver = { name: 'A Friend', email: 'friend@x.example', roles: ['approver' as Role] }
    const refused = 'APPROVER_NEEDS_COUNTERSIGNATURE'
    expect(await codeOf(admin.add(approver))).toBe(refused)
    expect(await codeOf(admin.changeRoles({ staffId: ines.id, roles: ['support', 'approver'] }))).toBe(refused)
    expect(await codeOf(admin.changeRoles({ staffId: kofi.id, roles: ['admin', 'approver'] }))).toBe(refused)
    expect(await codeOf(admin.restore({ staffId: removed.id }))).toBe(refused)
    expect(await codeOf(admin.remove({ staffId: jonas.id }))).toBe('LAST_APPROVER')
    expect(await codeOf(admin.changeRoles({ staffId: jonas.id, roles: ['finance'] }))).toBe('LAST_APPROVER')
  })

  describe('one’s own ways in', () => {
    let ines: MadeStaff
    let desk: Desk
    let token: string

    beforeEach(async () => {
      ines = await makeStaff(kernel, ['support'])
      ;({ desk, token } = await sit(ines.id))
    })

    test('a password is changed with the present one; other sessions end, this one stays', async () => {
      const elsewhere = await sit(ines.id)
      const wrong = desk.changePassword({ current: 'not it at all', next: OTHER_PASSWORD })
      expect(await codeOf(wrong)).toBe('CONFIRMATION_FAILED')
      expect(await codeOf(desk.changePassword({ current: GOOD_PASSWORD, next: 'password1234' }))).toBe('PASSWORD_WEAK')
      await desk.changePassword({ current: GOOD_PASSWORD, next: OTHER_PASSWORD })
      expect(await readSession(kernel, elsewhere.token)).toBeNull()
      expect(await readSession(kernel, token)).not.toBeNull()
      const door = await openDoor(kernel)
      const signIn = async (password: string) =>
        (await door.inject({ method: 'POST', url: '/auth/local', payload: { email: ines.email, password } })).statusCode
      expect([await signIn(GOOD_PASSWORD), await signIn(OTHER_PASSWORD)]).toEqual([401, 200])
    })

    test('guesses at the present password are counted like sign-ins', async () => {
      const guess = () => codeOf(desk.changePassword({ current: 'a guess at it', next: OTHER_PASSWORD }))
      for (let i = 0; i < 10; i++) expect(await guess()).toBe('CONFIRMATION_FAILED')
      expect(await guess()).toBe('TOO_MANY_ATTEMPTS')
      const enough = desk.changePassword({ current: GOOD_PASSWORD, next: OTHER_PASSWORD })
      expect(await codeOf(enough)).toBe('TOO_MANY_ATTEMPTS')
    })

    test('a second factor is in force once confirmed, and only its holder replaces it', async () => {
      expect(await codeOf(desk.confirmTotp({ code: '123456' }))).toBe('TOTP_NOT_STARTED')
      expect(await codeOf(desk.enrolTotp({ password: 'not it at all' }))).toBe('CONFIRMATION_FAILED')
      const { secret, uri } = await desk.enrolTotp({ password: GOOD_PASSWORD })
      expect(uri).toContain(encodeURIComponent(ines.email))
      const door = await openDoor(kernel)
      const signIn = async (totp?: string) => {
        const payload = { email: ines.email, password: GOOD_PASSWORD, ...(totp ? { totp } : {}) }
        return (await door.inject({ method: 'POST', url: '/auth/local', payload })).statusCode
      }
      expect(await signIn()).toBe(200)
      expect(await codeOf(desk.confirmTotp({ code: '000000' }))).toBe('CONFIRMATION_FAILED')
      const code = codeAt(secret, kernel.clock.now())
      await desk.confirmTotp({ code })
      expect([await signIn(), await signIn(code)]).toEqual([401, 401])

      kernel.clock.advance(60_000)
      expect(await codeOf(desk.enrolTotp({ password: GOOD_PASSWORD }))).toBe('CONFIRMATION_FAILED')
      const totp = codeAt(secret, kernel.clock.now())
      const next = await desk.enrolTotp({ password: GOOD_PASSWORD, totp })
      expect(next.secret).not.toBe(secret)
      kernel.clock.advance(60_000)
      expect(await signIn(codeAt(secret, kernel.clock.now()))).toBe(200)
      await desk.confirmTotp({ code: codeAt(next.secret, kernel.clock.now()) })
      kernel.clock.advance(60_000)
      expect(await signIn(codeAt(secret, kernel.clock.now()))).toBe(401)
      expect(await signIn(codeAt(next.secret, kernel.clock.now()))).toBe(200)
      expect((await actions()).filter((action) => action === 'staff.totp-enrolled')).toHaveLength(2)
    })
  })
})
