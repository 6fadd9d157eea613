// Guarantee: a companion gets its first administrator once, from whom it should; and the sample's public password opens
// nothing but the sample.
import { beforeEach, expect, test } from 'vitest'
import { ROLES } from '@countersign/shared/roles'
import type { FastifyInstance } from 'fastify'
import { seedSampleStaff } from '../../server/features/staff/index.ts'
import { eachDatabase, type FreshDatabase } from '../support/databases.ts'
import { auditActions, codeAt, openDoor, type StaffKernel, staffKernel } from '../support/staff-fixtures.ts'

const KOFI = { name: 'Kofi Baptiste-Okafor', email: 'Kofi@loomfield.example', password: 'rain on a tin roof' }

const firstRun = (door: FastifyInstance, body: object = KOFI) =>
  door.inject({ method: 'POST', url: '/auth/first-run', payload: body })
const methods = async (door: FastifyInstance) => (await door.inject('/auth/methods')).json()
const codeOf = (answer: { json(): unknown }) => (answer.json() as { error: { code: string } }).error.code

eachDatabase((_kind, open) => {
  let database: FreshDatabase
  let kernel: StaffKernel
  let door: FastifyInstance

  beforeEach(async () => {
    database = await open()
    kernel = staffKernel(database.db)
    door = await openDoor(kernel)
  })

  test('creates the administrator, signs them in, and offers a second factor that then counts', async () => {
    expect(await methods(door)).toEqual({ mode: 'TEST', local: true, oidc: null, firstRun: true, sampleAccounts: [] })
    const answer = await firstRun(door)
    expect(answer.statusCode).toBe(200)
    const made = answer.json<{ token: string; staff: object; totp: { secret: string } }>()
    expect(made.staff).toMatchObject({ email: 'kofi@loomfield.example', roles: ['admin'] })
    expect(made.token).toHaveLength(43)
    expect(await auditActions(database.db)).toEqual(['staff.added', 'staff.signed-in'])
    expect(await methods(door)).toMatchObject({ firstRun: false })
    expect(codeOf(await firstRun(door, { ...KOFI, email: 'other@x.example' }))).toBe('FIRST_RUN_DONE')

    const hosted = await openDoor({ ...kernel, settings: { ...kernel.settings, isEmbedded: false } })
    const totp = codeAt(made.totp.secret, kernel.clock.now())
    const { email, password } = KOFI
    const next = await hosted.inject({ method: 'POST', url: '/auth/local', payload: { email, password, totp } })
    expect(next.statusCode).toBe(200)
  })

  test('two at once: one administrator', async () => {
    const other = await openDoor(staffKernel((await database.again()).db))
    const doors = [door, other, door, other]
    const answers = await Promise.all(doors.map((each, i) => firstRun(each, { ...KOFI, email: `k${i}@x.example` })))
    expect(answers.map((answer) => answer.statusCode).toSorted((a, b) => a - b)).toEqual([200, 409, 409, 409])
    expect(await database.db.selectFrom('staff').selectAll().execute()).toHaveLength(1)
  })

  test('a weak password, a name of control characters and a foreign page get nowhere', async () => {
    expect(codeOf(await firstRun(door, { ...KOFI, password: 'kofi@loomfield.example' }))).toBe('PASSWORD_WEAK')
    expect(codeOf(await firstRun(door, { ...KOFI, name: 'Ko\u0000fi' }))).toBe('INPUT_INVALID')
    const headers = { origin: 'https://evil.example' }
    const foreign = await door.inject({ method: 'POST', url: '/auth/first-run', payload: KOFI, headers })
    expect(codeOf(foreign)).toBe('CROSS_SITE')
    expect(await methods(door)).toMatchObject({ firstRun: true })
  })

  test('a hosted companion makes no administrator for whoever comes first, unless told to', async () => {
    const hosted = staffKernel(database.db, { isEmbedded: false })
    const closed = await openDoor(hosted)
    expect(await methods(closed)).toMatchObject({ firstRun: false })
    expect(codeOf(await firstRun(closed))).toBe('FIRST_RUN_CLOSED')
    expect((await firstRun(await openDoor(hosted, { isFirstRunOpen: true }))).statusCode).toBe(200)
  })

  test('the sample has one account per role and a second approver; each can sign in as told, seeding twice changes nothing', async () => {
    await seedSampleStaff(kernel)
    await seedSampleStaff(kernel)
    const told = await methods(door)
    expect(told.firstRun).toBe(false)
    const held: string[] = told.sampleAccounts.flatMap((each: { roles: string[] }) => each.roles)
    expect(held.toSorted()).toEqual([...ROLES, 'approver'].toSorted())
    for (const { email, password } of told.sampleAccounts) {
      const answer = await door.inject({ method: 'POST', url: '/auth/local', payload: { email, password } })
      expect(answer.statusCode).toBe(200)
    }
  })

  test('sample accounts are told and made on the embedded companion in TEST mode only', async () => {
    await seedSampleStaff(kernel)
    for (const settings of [{ isEmbedded: false }, { mode: 'LIVE' as const }]) {
      const elsewhere = staffKernel(database.db, settings)
      expect(await methods(await openDoor(elsewhere))).toMatchObject({ sampleAccounts: [] })
      await expect(seedSampleStaff(elsewhere)).rejects.toThrow('broken invariant')
    }
    expect(await methods(await openDoor(kernel, { hasSampleAccounts: false }))).toMatchObject({ sampleAccounts: [] })
    await database.db.updateTable('localCredential').set({ changedAt: 1 }).execute()
    expect(await methods(door)).toMatchObject({ sampleAccounts: [] })
  })
})
