import { randomBytes } from 'node:crypto'
import { verify } from '@node-rs/argon2'
import { hashPassword } from './hash-password.ts'

let decoy: Promise<string> | undefined

/**
 * Whether the password is the one behind the hash. Where there is no hash a decoy of the same cost is verified, so that the
 * time taken doesn't tell whether the person exists.
 */
export const verifyPassword = async (passwordHash: string | null, password: string): Promise<boolean> => {
  decoy ??= hashPassword(randomBytes(32).toString('base64url'))
  const matches = await verify(passwordHash ?? (await decoy), password.normalize('NFKC'))
  return matches && passwordHash !== null
}
