import { hashNonce } from '../../server/features/instances/hash-nonce.ts'
import { openTokens } from '../../server/features/instances/open-tokens.ts'
import { insertInstances, type InstanceRow } from '../../server/features/instances/store.ts'
import { makeKey } from '../../server/features/licenses/make-key.ts'
import { insertLicense } from '../../server/features/licenses/store.ts'
import { newId } from '../../server/kernel/ids.ts'
import { inTransaction } from '../../server/kernel/transaction.ts'
import type { Database } from '../../server/ports/database.ts'
import { companionKernel } from '../../tests/prove/companion-kernel.ts'
import { aLicense } from '../../tests/support/license-server.ts'

export interface HeldInstance {
  readonly instance: string
  token: string
}

export interface Filled {
  /** Each of a license with seats to spare. */
  readonly keys: readonly string[]
  readonly instances: readonly HeldInstance[]
}

const LICENSES = 2000
const INSTANCES_EACH = 50
const DAY_MS = 86_400_000

const { keys: ring } = companionKernel({
  db: {} as never,
  stripe: {} as never,
  clock: { now: () => 0 },
  replica: 'fill',
})

const rowOf = (licenseId: string, number: number, now: number): InstanceRow => ({
  id: newId('ins', now),
  licenseId,
  installId: `install-of-the-bench-${number}`,
  name: `node-${number}`,
  environment: 'production',
  isEphemeral: 0,
  version: '4.2.0',
  releasedOn: '2026-11-01',
  epoch: 1,
  epochStarts: JSON.stringify([now]),
  sequence: 0,
  nonceHash: hashNonce('first'),
  seatSince: now,
  seatUntil: now + DAY_MS,
  runUntil: now + DAY_MS,
  lastSeenAt: now,
  lastAddress: '127.0.0.1',
  counts: '{}',
  releasedAt: null,
  releasedBy: null,
  refusedAs: null,
  cloneSuspectedAt: null,
  cloneEvidence: null,
  createdAt: now,
})

/** 100,000 instances of 2,000 licenses, with the tokens that they would have. */
export const fillLicenses = async (db: Database): Promise<Filled> => {
  const tokens = openTokens(ring)
  const now = Date.now()
  const keys: string[] = []
  const instances: HeldInstance[] = []
  for (let made = 0; made < LICENSES; made += 10) {
    await inTransaction(db, async (tx) => {
      for (let each = 0; each < 10; each++) {
        const license = aLicense({ id: newId('lic', now), seats: 1_000_000 })
        await insertLicense(tx, license)
        keys.push(await makeKey(tx, ring, { licenseId: license.id, at: now }))
        const rows = Array.from({ length: INSTANCES_EACH }, (_nothing, number) => rowOf(license.id, number, now))
        await insertInstances(tx, rows)
        for (const { id, epoch, sequence, nonceHash } of rows)
          instances.push({ instance: id, token: tokens.write(id, { epoch, sequence, nonceHash }) })
      }
    })
  }
  return { keys, instances }
}
