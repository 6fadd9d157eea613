import { randomBytes } from 'node:crypto'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

const base32 = (value: bigint, length: number): string => {
  let text = ''
  for (let rest = value, i = 0; i < length; i++, rest >>= 5n) text = (ALPHABET[Number(rest & 31n)] ?? '') + text
  return text
}

/** A prefixed ULID: 48 bits of time, 80 bits of the OS's randomness. Ids made later sort later. */
export const newId = (prefix: string, at: number): string =>
  `${prefix}_${base32(BigInt(at), 10)}${base32(BigInt(`0x${randomBytes(10).toString('hex')}`), 16)}`
