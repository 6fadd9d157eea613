import type { KeyRing } from '../../kernel/key-ring.ts'

/** What a key of another system is known by, of its SHA-256 in hexadecimal: all that an import brings of it. */
export const hashForeignKey = (keys: KeyRing, sha256: string): string => keys.mac('license-key', `sha256:${sha256}`)
