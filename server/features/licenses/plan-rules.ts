// What a plan licenses stands in its metadata; the price's goes before its product's. `license-product` makes it a plan with
// licenses: the product as programs name it. `license-instances` and `license-development-instances` are what one of it pays
// for, `license-updates-days` makes it perpetual, with updates for so long, `max-…` its limits: absent or `unlimited` is no
// limit, 0 is none. What can't be read is a fault, never a guess.

import { DEFAULT_TERMS, type LicenseTerms } from '@countersign/shared/features/license-facts'
import { productSchema } from '@countersign/shared/licenses-api'

type Metadata = Readonly<Record<string, string>>

export interface SoldPlan {
  readonly productName: string
  readonly productMetadata: Metadata
  /** None where an invoice names the product only. */
  readonly priceMetadata: Metadata
}

export interface LicensedPlan {
  readonly product: string
  readonly plan: string
  /** Of one of it. */
  readonly instances: number
  readonly developmentInstances: number
  /** Of what is paid once and runs for ever: how long updates are included. null: it ends with what is paid for. */
  readonly updatesDays: number | null
  readonly terms: LicenseTerms
}

/** `faults`: sentences that name the key and the value. */
export type PlanReading =
  | { readonly is: 'none' }
  | { readonly is: 'unclear'; readonly faults: readonly string[] }
  | { readonly is: 'plan'; readonly plan: LicensedPlan }

const LIMIT = /^max-[a-z0-9]+(?:-[a-z0-9]+)*$/
/** What was meant as a limit: other letters or separators would make it unlimited without a word. */
const ALMOST_LIMIT = /^[Mm][Aa][Xx](?:[-_ .:]|[A-Z])/
const WHOLE = /^\d{1,15}$/

interface Bounds {
  readonly least: number
  readonly most: number
}

/** Beyond these a moment can't be written any more, or a lease outlives the key that signed it. */
const DAYS: Bounds = { least: 0, most: 36_500 }
const SECONDS: Bounds = { least: 1, most: 366 * 86_400 }
const INSTANCES: Bounds = { least: 0, most: 1_000_000 }

const boundOf = (number: number | null, { least, most }: Bounds): string => {
  if (number !== null && number > most) return ` of at most ${most}`
  return least > 0 ? ` of at least ${least}` : ''
}

interface Reader {
  readonly faults: string[]
  readonly text: (key: string) => string | null
  readonly whole: (key: string, initial: number, bounds: Bounds) => number
  readonly isYes: (key: string) => boolean
}

const createReader = (metadata: Metadata): Reader => {
  const faults: string[] = []
  const text = (key: string): string | null => {
    const value = Object.hasOwn(metadata, key) ? metadata[key]?.trim() : undefined
    return value === undefined || value === '' ? null : value
  }
  const whole = (key: string, initial: number, { least, most }: Bounds): number => {
    const value = text(key)
    if (value === null) return initial
    const number = WHOLE.test(value) ? Number(value) : null
    if (number !== null && number >= least && number <= most) return number
    faults.push(`${key} is “${value}”, which is no whole number${boundOf(number, { least, most })}.`)
    return initial
  }
  const isYes = (key: string): boolean => {
    const value = text(key)?.toLowerCase() ?? 'no'
    if (value !== 'yes' && value !== 'no') faults.push(`${key} is “${value}”, which is neither yes nor no.`)
    return value === 'yes'
  }
  return { faults, text, whole, isYes }
}

const limitsOf = (metadata: Metadata, faults: string[]): Record<string, number> => {
  const limits: Record<string, number> = {}
  for (const [key, raw] of Object.entries(metadata)) {
    const value = raw.trim()
    if (LIMIT.test(key)) {
      if (WHOLE.test(value)) limits[key] = Number(value)
      else if (value.toLowerCase() !== 'unlimited') faults.push(`${key} is “${value}”, which is no whole number.`)
    } else if (ALMOST_LIMIT.test(key)) faults.push(`${key} is no limit as it is written: max-name, in small letters.`)
  }
  return limits
}

const termsOf = ({ text, whole, isYes }: Reader, limits: LicenseTerms['limits']): LicenseTerms => ({
  limits,
  supportPriority: text('support-priority'),
  hasMultiTenancy: isYes('multi-tenancy'),
  pastDueDays: whole('past-due-days', DEFAULT_TERMS.pastDueDays, DAYS),
  checkEverySeconds: whole('license-check-seconds', DEFAULT_TERMS.checkEverySeconds, SECONDS),
  graceSeconds: whole('license-grace-seconds', DEFAULT_TERMS.graceSeconds, SECONDS),
  seatSeconds: whole('license-seat-seconds', DEFAULT_TERMS.seatSeconds, SECONDS),
  ephemeralSeatSeconds: whole('license-ephemeral-seat-seconds', DEFAULT_TERMS.ephemeralSeatSeconds, SECONDS),
})

/** What a plan licenses; `none` where it licenses nothing. */
export const readLicensePlan = ({ productName, productMetadata, priceMetadata }: SoldPlan): PlanReading => {
  const metadata = { ...productMetadata, ...priceMetadata }
  const reader = createReader(metadata)
  const product = reader.text('license-product')
  if (product === null) return { is: 'none' }
  const { faults } = reader
  if (!productSchema.safeParse(product).success)
    faults.push(`license-product is “${product}”, which is no name of small letters, digits and dashes.`)
  const terms = termsOf(reader, limitsOf(metadata, faults))
  const plan = {
    product,
    plan: reader.text('license-plan') ?? productName,
    instances: reader.whole('license-instances', 1, INSTANCES),
    developmentInstances: reader.whole('license-development-instances', 0, INSTANCES),
    updatesDays: reader.text('license-updates-days') === null ? null : reader.whole('license-updates-days', 0, DAYS),
    terms,
  }
  return faults.length > 0 ? { is: 'unclear', faults } : { is: 'plan', plan }
}
