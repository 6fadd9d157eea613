import { describeKey } from '../../../server/features/instances/describe-key.ts'
import { readKey } from '../../../server/features/licenses/key-rules.ts'
import type { Database } from '../../../server/ports/database.ts'
import { openLicenseServer } from '../../support/license-server.ts'

const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A whole key that begins like another, as far as `kept` symbols, and goes on at random. */
const keyLike = (key: string, kept: number): string => {
  const known = key.replaceAll('-', '').slice(2, 2 + kept)
  for (;;) {
    const rest = Array.from({ length: 25 - kept }, () => SYMBOLS[Math.floor(Math.random() * 32)] ?? '').join('')
    const whole = readKey(`CS${known}${rest}`)
    if (whole !== null && whole !== key) return whole
  }
}

/** Welch's t of two samples, each without its slowest tenth, which the machine made. */
const welch = (one: readonly number[], other: readonly number[]): number => {
  const [a, b] = [one, other].map((times) => {
    const kept = times.toSorted((x, y) => x - y).slice(0, Math.floor(times.length * 0.9))
    const mean = kept.reduce((sum, time) => sum + time, 0) / kept.length
    const variance = kept.reduce((sum, time) => sum + (time - mean) ** 2, 0) / (kept.length - 1)
    return { mean, error: variance / kept.length }
  })
  return a && b ? (a.mean - b.mean) / Math.sqrt(a.error + b.error) : Number.NaN
}

/** Compares how long a key of nobody takes with one whose first 20 symbols are right, by turns as they fall. */
export const compareTimes = async (db: Database, samples: number): Promise<number> => {
  const server = await openLicenseServer(db)
  const real = await server.issue()
  const call = { product: 'loomfield', version: '4.2.0', releasedOn: '2026-11-01' }
  // Made beforehand: what it takes to make one must not stand beside the other.
  const tries = Array.from({ length: samples }, () => {
    const isNear = Math.random() < 0.5
    return { isNear, key: keyLike(real, isNear ? 20 : 0) }
  })
  const far: number[] = []
  const near: number[] = []
  for (const { isNear, key } of tries) {
    const from = performance.now()
    await describeKey(server.kernel, { key, ...call })
    const took = performance.now() - from
    if (isNear) near.push(took)
    else far.push(took)
  }
  await server.close()
  return welch(far, near)
}
