import { seededText } from '../store/ids.ts'
import { cast } from './cast.ts'

/** The secret key whose account holds the sample, and the seed of its ids. */
export const SAMPLE_KEY = 'sk_test_sample'
export const SAMPLE_READ_ONLY_KEY = 'rk_test_readonly_sample'
export const SAMPLE_ID_SEED = 'loomfield'

export interface Situation {
  readonly why: string
  /** The team id that a ticket about this situation would name. */
  readonly team: string | null
  /** The customer it is about; null when Stripe knows none. */
  readonly customer: string | null
  readonly email: string | null
}

/** Ids that stand somewhere else than in the customer's metadata, or nowhere. */
const CLAIMED: Readonly<Record<string, string>> = {
  subscriptionOnly: 'Hc2Yw6BvKs',
  weak: 'Uy3Ks7WcEx',
  checkoutReference: 'Ck1Rf8SsNd',
}

/** The team that the conflicting subscription names instead of its customer's. */
export const CONFLICTING_TEAM = 'Bn8Vt1GfZ7'

const CUSTOMER_ID_LENGTH = 14

const idOf = (place: number): string => `cus_${seededText(SAMPLE_ID_SEED, `customer/${place + 1}`, CUSTOMER_ID_LENGTH)}`

/** The sample's situations by name, so that a test can say what it is about. */
export const situations: Readonly<Record<string, Situation>> = {
  ...Object.fromEntries(
    cast.map(({ key, why, team, email }, place): [string, Situation] => [
      key,
      { why, team: team ?? CLAIMED[key] ?? null, customer: idOf(place), email },
    ]),
  ),
  unknown: {
    why: 'a team that never entered billing details',
    team: 'Zq6Jd4HnPa',
    customer: null,
    email: 'hello@notyetpaying.example',
  },
}

export const situation = (name: string): Situation => {
  const found = situations[name]
  if (found === undefined)
    throw new Error(`The sample has no situation '${name}'. It has: ${Object.keys(situations).join(', ')}`)
  return found
}
