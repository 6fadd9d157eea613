import type { LicenseEnvironment } from '@countersign/shared/licenses-api'
import type { Transaction } from '../../ports/database.ts'
import { findLicenseKeys, type LicenseView, lockLicenses, viewLicense } from '../licenses/index.ts'
import { type SeatHolder, seatFor, type SeatVerdict } from './seat-rules.ts'
import {
  countSeats,
  findInstances,
  insertInstances,
  type InstanceRow,
  listInstalls,
  listSeatHolders,
  updateInstance,
} from './store.ts'

export interface BookWish {
  /** Installations by the hash of the key that they show. */
  readonly installs: ReadonlyArray<{ readonly mac: string; readonly installId: string }>
  readonly instanceIds: readonly string[]
  readonly licenseIds: readonly string[]
  readonly now: number
}

/** The locked licenses of one group of calls, with their seats, as they become within the group. */
export interface SeatBook {
  readonly now: number
  key(mac: string): { readonly license: LicenseView; readonly validUntil: number | null } | null
  license(id: string): LicenseView | undefined
  instance(id: string): InstanceRow | undefined
  install(licenseId: string, installId: string): InstanceRow | undefined
  /** Whether the row may have a seat from now on; `null` = one that has no row so far. */
  seatFor(license: LicenseView, environment: LicenseEnvironment, row: InstanceRow | null): Promise<SeatVerdict>
  put(row: InstanceRow): void
  write(): Promise<void>
}

interface Found {
  readonly licenses: ReadonlyMap<string, LicenseView>
  readonly keys: ReadonlyMap<string, { licenseId: string; validUntil: number | null }>
  readonly rows: readonly InstanceRow[]
  readonly counts: Map<string, number>
}

const placeOf = (licenseId: string, environment: string): string => `${licenseId} ${environment}`

const readAll = async (tx: Transaction, wish: BookWish): Promise<Found> => {
  const { installs, instanceIds, now } = wish
  const macs = [...new Set(installs.map(({ mac }) => mac))]
  const keys = macs.length === 0 ? [] : await findLicenseKeys(tx, macs)
  const ids = [...new Set([...wish.licenseIds, ...keys.map(({ licenseId }) => licenseId)])]
  if (ids.length === 0) return { licenses: new Map(), keys: new Map(), rows: [], counts: new Map() }
  const licenses = await lockLicenses(tx, ids)
  const counts = await countSeats(tx, ids, now)
  const known = installs.length === 0 ? [] : await listInstalls(tx, installs)
  const named = instanceIds.length === 0 ? [] : await findInstances(tx, instanceIds)
  return {
    licenses: new Map(licenses.map((row) => [row.id, viewLicense(row)])),
    keys: new Map(keys.map((key) => [key.mac, key])),
    rows: [...known, ...named],
    counts: new Map(counts.map((one) => [placeOf(one.licenseId, one.environment), one.count])),
  }
}

/**
 * What checks write meanwhile, or who noted a copy, stays: only what the call changed is written. A new epoch begins its chain
 * anew, wherever the old one has got to by now.
 */
const changeOf = (before: InstanceRow, row: InstanceRow): Partial<InstanceRow> => {
  const was = new Map<string, unknown>(Object.entries(before))
  const change = Object.fromEntries(Object.entries(row).filter(([name, value]) => was.get(name) !== value))
  return before.epoch === row.epoch ? change : { ...change, sequence: row.sequence, nonceHash: row.nonceHash }
}

const holdsIn = (row: InstanceRow, environment: LicenseEnvironment, now: number): boolean =>
  row.environment === environment && row.seatUntil > now

/** Locks the licenses and reads what the calls are about. */
export const openBook = async (tx: Transaction, wish: BookWish): Promise<SeatBook> => {
  const { licenses, keys, rows, counts } = await readAll(tx, wish)
  const { now } = wish
  const byId = new Map(rows.map((row) => [row.id, row]))
  const byInstall = new Map(rows.map((row) => [`${row.licenseId} ${row.installId}`, row]))
  const read = new Map(rows.map((row) => [row.id, row]))
  const changed = new Map<string, InstanceRow>()

  const holders = async (licenseId: string, environment: LicenseEnvironment): Promise<SeatHolder[]> => {
    const written = await listSeatHolders(tx, { licenseId, environment, now })
    const own = [...changed.values()].filter((row) => row.licenseId === licenseId)
    const ids = new Set(own.map(({ id }) => id))
    return [...written.filter(({ id }) => !ids.has(id)), ...own.filter((row) => holdsIn(row, environment, now))]
  }

  return {
    now,
    license: (id) => licenses.get(id),
    key: (mac) => {
      const key = keys.get(mac)
      const license = key && licenses.get(key.licenseId)
      return license ? { license, validUntil: key.validUntil } : null
    },
    instance: (id) => byId.get(id),
    install: (licenseId, installId) => byInstall.get(`${licenseId} ${installId}`),
    seatFor: async (license, environment, row) => {
      const seats = license.plan.seats[environment]
      const held = counts.get(placeOf(license.id, environment)) ?? 0
      const isHolder = row !== null && holdsIn(row, environment, now)
      if (isHolder ? held <= seats : held < seats) return { isGranted: true }
      return seatFor(isHolder ? row.id : null, { holders: await holders(license.id, environment), seats, now })
    },
    put: (row) => {
      const before = byId.get(row.id)
      for (const [each, step] of [[before, -1] as const, [row, 1] as const]) {
        if (!each || each.seatUntil <= now) continue
        const place = placeOf(each.licenseId, each.environment)
        counts.set(place, (counts.get(place) ?? 0) + step)
      }
      byId.set(row.id, row)
      byInstall.set(`${row.licenseId} ${row.installId}`, row)
      changed.set(row.id, row)
    },
    write: async () => {
      await insertInstances(
        tx,
        [...changed.values()].filter(({ id }) => !read.has(id)),
      )
      for (const row of changed.values()) {
        const before = read.get(row.id)
        const change = before ? changeOf(before, row) : {}
        if (Object.keys(change).length > 0) await updateInstance(tx, row.id, change)
      }
    },
  }
}
