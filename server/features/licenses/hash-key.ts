import type { KeyRing } from '../../kernel/key-ring.ts'

/** What a key is known by. It is looked up by this, so how long that takes tells nothing of the keys there are. */
export const hashKey = (keys: KeyRing, key: string): string => keys.mac('license-key', key)
