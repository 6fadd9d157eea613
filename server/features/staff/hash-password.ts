import { hash } from '@node-rs/argon2'

// OWASP's first recommendation for argon2id: 19 MiB, two passes, one lane. The package's algorithm is argon2id.
const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** argon2id in PHC form. Takes tens of milliseconds on a thread of its own; never call it inside a transaction. */
export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFKC'), ARGON2)
