import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { LEASES, OFFLINE } from './lease-cases.ts'
import { CALLS, COVERAGE, LICENSE_KEYS, NONCES, SIGNING_KEYS, STANDINGS } from './rule-cases.ts'

// `node license-client/vectors/write-vectors.ts` writes the files beside it anew; a test holds them to their cases.

export const VECTORS: Readonly<Record<string, unknown>> = {
  'signing-keys.json': SIGNING_KEYS,
  'license-keys.json': LICENSE_KEYS,
  'nonces.json': NONCES,
  'leases.json': LEASES,
  'offline-files.json': OFFLINE,
  'coverage.json': COVERAGE,
  'standings.json': STANDINGS,
  'calls.json': CALLS,
}

/** As it is written to the file of that name. */
export const textOf = (name: string): string => `${JSON.stringify(VECTORS[name], null, 2)}\n`

if (import.meta.main)
  for (const name of Object.keys(VECTORS)) writeFileSync(join(import.meta.dirname, name), textOf(name))
