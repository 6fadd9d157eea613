import type * as Argon2 from '@node-rs/argon2'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { hashPassword } from '../../../server/features/staff/hash-password.ts'
import { verifyPassword } from '../../../server/features/staff/verify-password.ts'

const verified = vi.hoisted(() => [] as string[])
vi.mock('@node-rs/argon2', async (importOriginal) => {
  const original = await importOriginal<typeof Argon2>()
  const verify: typeof original.verify = (hash, ...rest) => {
    verified.push(String(hash))
    return original.verify(hash, ...rest)
  }
  return { ...original, verify }
})

const PASSWORD = 'heron under the old bridge'
const COST = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/

beforeEach(() => verified.splice(0))

describe('verifyPassword', () => {
  test('takes the right password and no other', async () => {
    const hash = await hashPassword(PASSWORD)
    expect(hash).toMatch(COST)
    expect(await verifyPassword(hash, PASSWORD)).toBe(true)
    expect(await verifyPassword(hash, `${PASSWORD} `)).toBe(false)
    expect(await verifyPassword(hash, '')).toBe(false)
  })

  test('does the same work where there is nobody, and says no even to the decoy’s own password', async () => {
    expect(await verifyPassword(null, PASSWORD)).toBe(false)
    expect(await verifyPassword(null, '')).toBe(false)
    expect(verified).toHaveLength(2)
    for (const hash of verified) expect(hash).toMatch(COST)
  })

  test('a password is the same however its letters were composed', async () => {
    const hash = await hashPassword('zu\u0308gig durch den Wald')
    expect(await verifyPassword(hash, 'z\u00fcgig durch den Wald')).toBe(true)
  })

  test('two hashes of one password differ', async () => {
    expect(await hashPassword(PASSWORD)).not.toBe(await hashPassword(PASSWORD))
  })
})
