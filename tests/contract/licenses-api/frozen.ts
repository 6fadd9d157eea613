import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { migrateToLatest } from '../../../server/adapters/database/migrate.ts'
import { openDatabase } from '../../../server/adapters/database/open-database.ts'
import { type LicenseServerOptions, openLicenseServer } from '../../support/license-server.ts'

/** A companion of its own for one file's tests, on SQLite. Databases differ in `license-checks.test.ts`. */
export const serveLicenses = async (options: LicenseServerOptions = {}) => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-licenses-'))
  const { db, close } = await openDatabase(`sqlite:${join(folder, 'test.db')}`, { driver: 'node:sqlite' })
  await migrateToLatest(db)
  const server = await openLicenseServer(db, options)
  afterAll(async () => {
    await server.close()
    await close()
    rmSync(folder, { recursive: true, force: true })
  })
  return { ...server, db }
}

const FROZEN: ReadonlyArray<readonly [RegExp, string]> = [
  [/^ins_[0-9A-Z]{26}$/, 'INSTANCE'],
  [/^lic_[0-9A-Z]{26}$/, 'LICENSE'],
  [/^1\.\d+\.\d+\.[\w-]{43}\.[\w-]{43}$/, 'TOKEN'],
  [/^[\w-]+\.[\w-]+\.[\w-]{86}$/, 'JWS'],
  [/^[\w-]{43}$/, 'RANDOM'],
  [/^[0-9a-f-]{36}$/, 'UUID'],
]

/** A reply with what is random named instead; everything else of it is promised to clients. */
export const frozen = (value: unknown): unknown => {
  if (typeof value === 'string') return FROZEN.find(([form]) => form.test(value))?.[1] ?? value
  if (Array.isArray(value)) return value.map(frozen)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, frozen(inner)]))
}

/** The plan of `aLicense()` in a reply, all of it but its revision. */
export const BUSINESS = {
  kind: 'subscription',
  plan: 'Business',
  limits: { 'max-devices': 1000 },
  supportPriority: 'high',
  hasMultiTenancy: false,
  seats: { production: 2, development: 1 },
  updatesUntil: null,
}
