// Guarantee: only the very first key of a companion is taken at its word; every other needs another approver's
// countersignature, and when none is left, whoever runs the companion vouches, on the record.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { approverKeyCommand } from '../../server/app/commands/approver-key.ts'
import { endKey } from '../../server/features/approvals/end-key.ts'
import { listApproverKeys } from '../../server/features/approvals/list-approver-keys.ts'
import type { StaffActor } from '../../server/kernel/actor.ts'
import { AppError } from '../../server/kernel/errors.ts'
import { type Approver, decide, drive, makeSigningKey, offerKey, seatStaff } from '../support/approvals.ts'
import { type Desk, openDesk } from '../support/desk.ts'

let desk: Desk
let jonas: StaffActor
let mara: StaffActor

const codeOf = (error: unknown): string => (error instanceof AppError ? error.code : String(error))
const statesOf = async () => (await listApproverKeys(desk.kernel)).map(({ staffId, state }) => [staffId, state])

const command = async (...args: string[]) => {
  const said: string[] = []
  const io = { env: {}, out: (line: string) => void said.push(line), err: (line: string) => void said.push(line) }
  const openKernel = async () => ({ kernel: desk.kernel, close: async () => {} })
  return { code: await approverKeyCommand(openKernel).run(args, io), said: said.join('\n') }
}

beforeEach(async () => {
  desk = await openDesk()
  jonas = await seatStaff(desk.kernel, 'Jonas Whitlock', ['approver'])
  mara = await seatStaff(desk.kernel, 'Mara Lindqvist', ['approver'])
})
afterEach(() => desk.close())

describe('enrolling', () => {
  test('the first key countersigns at once; the second once the first approver has signed for it', async () => {
    const first: Approver = { actor: jonas, key: makeSigningKey() }
    expect(await offerKey(desk.kernel, jonas, first.key)).toMatchObject({ isActive: true, requestId: null })

    const offered = await offerKey(desk.kernel, mara, makeSigningKey())
    expect(offered.isActive).toBe(false)
    expect(await statesOf()).toContainEqual([mara.id, 'waiting'])
    await decide(desk.kernel, first, offered.requestId ?? '')
    await drive(desk.kernel)
    expect(await statesOf()).toContainEqual([mara.id, 'active'])
  })

  test('nobody vouches for their own second key', async () => {
    const first: Approver = { actor: jonas, key: makeSigningKey() }
    await offerKey(desk.kernel, jonas, first.key)
    const { requestId } = await offerKey(desk.kernel, jonas, makeSigningKey())
    expect(await decide(desk.kernel, first, requestId ?? '').catch(codeOf)).toBe('OWN_REQUEST')
  })

  test('a key that waits countersigns nothing, nor does one that somebody else enrolled', async () => {
    const first: Approver = { actor: jonas, key: makeSigningKey() }
    await offerKey(desk.kernel, jonas, first.key)
    const waiting = makeSigningKey()
    const { requestId } = await offerKey(desk.kernel, mara, waiting)
    const noor = await seatStaff(desk.kernel, 'Noor Dessalegn', ['approver'])
    const third = await offerKey(desk.kernel, noor, makeSigningKey())
    expect(await decide(desk.kernel, { actor: mara, key: waiting }, third.requestId ?? '').catch(codeOf)).toBe(
      'KEY_NOT_ENROLLED',
    )
    expect(await decide(desk.kernel, { actor: noor, key: first.key }, requestId ?? '').catch(codeOf)).toBe(
      'KEY_NOT_ENROLLED',
    )
  })

  test('a key of a desktop neither comes from a browser’s session nor decides there', async () => {
    const inBrowser = { ...jonas, device: 'browser Firefox on Linux' }
    expect(await offerKey(desk.kernel, inBrowser, makeSigningKey()).catch(codeOf)).toBe('DESKTOP_NEEDED')
    const unnamed = { ...jonas, device: null }
    expect(await offerKey(desk.kernel, unnamed, makeSigningKey()).catch(codeOf)).toBe('DESKTOP_NEEDED')
    expect(await statesOf()).toEqual([])
    const key = makeSigningKey()
    await offerKey(desk.kernel, jonas, key)
    const { requestId } = await offerKey(desk.kernel, mara, makeSigningKey())
    const decided = decide(desk.kernel, { actor: inBrowser, key }, requestId ?? '')
    expect(await decided.catch(codeOf)).toBe('DESKTOP_NEEDED')
    expect(await decide(desk.kernel, { actor: jonas, key }, requestId ?? '')).toBe('approved')
  })

  test('only approvers, and only when they showed who they are just now', async () => {
    const ines = await seatStaff(desk.kernel, 'Ines Albrecht', ['support'])
    expect(await offerKey(desk.kernel, ines, makeSigningKey()).catch(codeOf)).toBe('FORBIDDEN')
    const away = { ...jonas, confirmedAt: null }
    expect(await offerKey(desk.kernel, away, makeSigningKey()).catch(codeOf)).toBe('CONFIRMATION_NEEDED')
  })
})

describe('losing', () => {
  test('an ended key signs no more, cannot come back, and a new one needs a voucher', async () => {
    const first: Approver = { actor: jonas, key: makeSigningKey() }
    await offerKey(desk.kernel, jonas, first.key)
    await endKey(desk.kernel, { actor: jonas, requestId: 'req_end' }, first.key.keyId)
    expect(await offerKey(desk.kernel, jonas, first.key).catch(codeOf)).toBe('KEY_NOT_ENROLLED')
    expect(await offerKey(desk.kernel, jonas, makeSigningKey())).toMatchObject({ isActive: false })
    expect(await endKey(desk.kernel, { actor: mara, requestId: 'req' }, first.key.keyId).catch(codeOf)).toBe(
      'NOT_FOUND',
    )
  })

  test('when no key is left, the command on the companion vouches, and the log says so', async () => {
    const first = makeSigningKey()
    await offerKey(desk.kernel, jonas, first)
    await endKey(desk.kernel, { actor: jonas, requestId: 'req_end' }, first.keyId)
    const { keyId } = await offerKey(desk.kernel, jonas, makeSigningKey())
    expect((await command('activate', keyId)).code).toBe(2)
    expect((await command('activate', keyId, '--reason', 'the only laptop was stolen')).code).toBe(0)
    expect((await command('list')).said).toContain(`${keyId}\tactive\tkeyring\t${jonas.email}`)
    const entry = await desk.kernel.db
      .selectFrom('auditEntry')
      .selectAll()
      .where('action', '=', 'approver-key.vouched')
      .executeTakeFirstOrThrow()
    expect(entry).toMatchObject({ actorId: 'system:cli', subjectId: keyId, reason: 'the only laptop was stolen' })
    await expect(command('activate', keyId, '--reason', 'again')).rejects.toMatchObject({ code: 'KEY_NOT_ENROLLED' })
  })
})
