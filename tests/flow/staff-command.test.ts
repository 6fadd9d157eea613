// Guarantee: whoever runs the companion can let people in and out without the desk, and can't do so silently.
import { beforeEach, expect, test } from 'vitest'
import { staffCommand } from '../../server/app/commands/staff.ts'
import { eachDatabase, type FreshDatabase } from '../support/databases.ts'
import {
  auditLog,
  GOOD_PASSWORD,
  openDoor,
  sessionOf,
  type StaffKernel,
  staffKernel,
} from '../support/staff-fixtures.ts'

eachDatabase((_kind, open) => {
  let database: FreshDatabase
  let kernel: StaffKernel
  let said: string[]
  let warned: string[]
  let closed: number

  const run = (...args: string[]) => {
    said = []
    warned = []
    const openKernel = async () => ({ kernel, close: async () => void (closed += 1) })
    const io = { env: {}, out: (text: string) => void said.push(text), err: (text: string) => void warned.push(text) }
    return staffCommand(openKernel, async () => GOOD_PASSWORD).run(args, io)
  }
  const add = (email: string, role: string, ...more: string[]) =>
    run('add', '--email', email, '--name', 'Some One', '--role', role, ...more)
  const last = async () => (await auditLog(database.db)).at(-1)
  const signIn = async (email: string, password: string) => {
    const door = await openDoor(kernel)
    return (await door.inject({ method: 'POST', url: '/auth/local', payload: { email, password } })).statusCode
  }

  beforeEach(async () => {
    database = await open()
    kernel = staffKernel(database.db)
    closed = 0
  })

  test('adds people with a password from standard input, a made one, or none', async () => {
    expect(await add('Kofi@loomfield.example', 'admin', '--password-stdin', '--reason', 'set-up')).toBe(0)
    expect(await signIn('kofi@loomfield.example', GOOD_PASSWORD)).toBe(200)
    await add('ines@loomfield.example', 'support,finance', '--generate-password')
    expect(await signIn('ines@loomfield.example', /shown once: (\S+)/.exec(said.join('\n'))![1]!)).toBe(200)
    await add('noor@loomfield.example', 'auditor')
    expect(said).toEqual(['Added noor@loomfield.example.'])
    expect(await run('list')).toBe(0)
    expect(said).toHaveLength(3)
    expect(said.find((each) => each.startsWith('ines'))).toContain('active\tsupport,finance\tpassword\tSome One')
    expect(closed).toBe(4)
  })

  test('says aloud that it is recorded, and is recorded', async () => {
    await add('kofi@loomfield.example', 'admin', '--reason', 'first of all')
    expect(warned.join()).toContain('recorded in the audit log as system:cli')
    const row = await database.db.selectFrom('auditEntry').selectAll().executeTakeFirstOrThrow()
    expect(row).toMatchObject({ action: 'staff.added', actorId: 'system:cli', reason: 'first of all' })
    await run('list')
    expect(warned).toEqual([])
  })

  test('ends sessions, resets password and authenticator, removes and restores', async () => {
    await add('kofi@loomfield.example', 'admin')
    await add('ines@loomfield.example', 'support', '--password-stdin')
    const { id } = await database.db
      .selectFrom('staff')
      .selectAll()
      .where('email', '=', 'ines@loomfield.example')
      .executeTakeFirstOrThrow()
    for (const word of ['revoke-sessions', 'reset-password', 'reset-totp', 'remove']) {
      await sessionOf(kernel, id)
      expect(await run(word, '--email', 'INES@loomfield.example')).toBe(0)
      const live = await database.db.selectFrom('session').selectAll().where('revokedAt', 'is', null).execute()
      expect(live).toEqual([])
    }
    expect(await signIn('ines@loomfield.example', GOOD_PASSWORD)).toBe(401)
    await run('restore', '--email', 'ines@loomfield.example')
    expect((await last())?.action).toBe('staff.restored')
    await run('reset-password', '--email', 'ines@loomfield.example', '--password-stdin')
    expect(await signIn('ines@loomfield.example', GOOD_PASSWORD)).toBe(200)
  })

  test('may appoint a second approver, which the desk may not; but leaves an administrator', async () => {
    await add('kofi@loomfield.example', 'admin')
    await add('jonas@loomfield.example', 'approver')
    await add('ines@loomfield.example', 'support')
    expect(await run('set-roles', '--email', 'ines@loomfield.example', '--role', 'approver')).toBe(0)
    expect(await last()).toMatchObject({ action: 'staff.roles-changed', details: { after: ['approver'] } })
    await expect(run('remove', '--email', 'kofi@loomfield.example')).rejects.toMatchObject({ code: 'LAST_ADMIN' })
    expect(closed).toBe(5)
  })

  test.each([
    [[]],
    [['fire']],
    [['add', '--email', 'a@b.example', '--name', 'A']],
    [['add', '--email', 'a@b.example', '--name', 'A', '--role', 'root']],
    [['add', '--email', 'nobody', '--name', 'A', '--role', 'admin']],
    [['remove']],
    [['list', '--password', 'on the command line']],
    [['toString']],
  ])('%j is called wrongly, and changes nothing', async (args) => {
    expect(await run(...args)).toBe(2)
    expect(warned.join('\n')).toContain('reset-totp')
    expect(await auditLog(database.db)).toEqual([])
  })

  test('an unknown e-mail, a second of the same and a weak password are refused', async () => {
    await expect(run('remove', '--email', 'x@y.example')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await add('kofi@loomfield.example', 'admin')
    await expect(add('KOFI@loomfield.example', 'admin')).rejects.toMatchObject({ code: 'STAFF_EXISTS' })
    const weak = staffCommand(
      async () => ({ kernel, close: async () => {} }),
      async () => 'short',
    )
    const call = weak.run(['reset-password', '--email', 'kofi@loomfield.example', '--password-stdin'], {
      env: {},
      out: () => {},
      err: () => {},
    })
    await expect(call).rejects.toMatchObject({ code: 'PASSWORD_WEAK' })
  })
})
