import type { DescribeCall, Described, LicenseEnvironment, Refused } from '@countersign/shared/licenses-api'
import type { Kernel } from '../../kernel/context.ts'
import { findLicenseKeys, hashTypedKey, type LicenseView, listLicenses, viewLicense } from '../licenses/index.ts'
import { admitCall } from './admit-call.ts'
import { noticesOf, refused } from './answer-rules.ts'
import { countSeats } from './store.ts'

type DescribeKernel = Pick<Kernel, 'db' | 'clock' | 'keys'>

const ENVIRONMENTS: readonly LicenseEnvironment[] = ['production', 'development']

const findByKey = async ({ db }: DescribeKernel, mac: string) => {
  const [known] = await findLicenseKeys(db, [mac])
  const [row] = known ? await listLicenses(db, [known.licenseId]) : []
  return known && row ? { license: viewLicense(row), validUntil: known.validUntil } : null
}

const seatsOf = async ({ db, clock }: DescribeKernel, license: LicenseView): Promise<Described['seats']> => {
  const held = await countSeats(db, [license.id], clock.now())
  const of = (environment: LicenseEnvironment) => {
    const paid = license.plan.seats[environment]
    const count = held.find((one) => one.environment === environment)?.count ?? 0
    return { paid, free: Math.max(0, paid - count) }
  }
  return { production: of('production'), development: of('development') }
}

/** Seats that the fleet wants beyond those that are paid. */
const overSeats = ({ plan }: LicenseView, fleet: DescribeCall['fleet']) =>
  ENVIRONMENTS.flatMap((environment) => {
    const [limit, count] = [plan.seats[environment], fleet?.[environment] ?? 0]
    return count > limit ? [{ name: `${environment}-instances`, limit, count }] : []
  })

const refusalOfFleet = (
  license: LicenseView,
  fleet: DescribeCall['fleet'],
  refusal: Refused | null,
): Refused | null => {
  if (refusal !== null && refusal.code !== 'FLEET_TOO_LARGE') return refusal
  const over = [...overSeats(license, fleet), ...(refusal?.details.over ?? [])]
  return over.length > 0 ? refused('FLEET_TOO_LARGE', { over }) : null
}

/** What a key is good for, for that program and fleet. Takes no seat and writes nothing. */
export const describeKey = async (kernel: DescribeKernel, call: DescribeCall): Promise<Described | Refused> => {
  const now = kernel.clock.now()
  const { mac, isWhole } = hashTypedKey(kernel.keys, call.key)
  const found = await findByKey(kernel, mac)
  if (!found) return refused('UNKNOWN_KEY', { isMistyped: !isWhole })
  const { license, validUntil } = found
  if (validUntil !== null && now >= validUntil)
    return refused('REVOKED', { reason: 'This key was replaced by another.' })
  const { product, version, releasedOn, fleet } = call
  const wish = { product, running: { version, releasedOn }, counts: fleet?.counts, now }
  const admitted = await admitCall(kernel.db, license, wish)
  const refusal = refusalOfFleet(license, fleet, admitted.refusal)
  if (refusal) return refusal
  const { state } = admitted
  return {
    verdict: 'ok',
    license: license.id,
    state: state.state === 'past-due' ? 'past-due' : 'active',
    plan: license.plan,
    seats: await seatsOf(kernel, license),
    notices: noticesOf({ state, updatesUntil: license.plan.updatesUntil, keyValidUntil: validUntil }, now),
  }
}
