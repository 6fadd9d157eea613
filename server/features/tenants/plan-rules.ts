// A plan has a tenant when the configuration names its price or product, or its metadata says `tenant-plan: yes`. Its limits
// are its `max-…` entries: absent is unlimited, 0 is none, and what is no whole number is a fault, never a guess. What the
// price says goes before what its product says.

type Metadata = Readonly<Record<string, string>>

export interface PlanItemFacts {
  readonly priceStripeId: string
  readonly productStripeId: string
  readonly productName: string
  readonly priceMetadata: Metadata
  readonly productMetadata: Metadata
}

/** Something in Stripe that can't be read as meant; a person has to mend it there. */
export interface Fault {
  readonly onStripeId: string
  readonly key: string
  readonly value: string
  readonly why: string
}

interface Entry {
  readonly key: string
  readonly value: string
  readonly onStripeId: string
}

const PLAN_KEY = 'tenant-plan'
const DAYS_KEY = 'past-due-days'
/** A hundred years: whoever writes more means never, and no calendar has such days. */
const MOST_DAYS = 36_500
const LIMIT = /^max-[a-z0-9]+(?:-[a-z0-9]+)*$/
/** What was meant as a limit: other letters or separators would make it unlimited without a word. */
const ALMOST_LIMIT = /^[Mm][Aa][Xx](?:[-_ .:]|[A-Z])/
const WHOLE = /^\d{1,15}$/

const entriesOf = (item: PlanItemFacts): Entry[] => [
  ...Object.entries(item.productMetadata).map(([key, value]) => ({ key, value, onStripeId: item.productStripeId })),
  ...Object.entries(item.priceMetadata).map(([key, value]) => ({ key, value, onStripeId: item.priceStripeId })),
]

const entryOf = (item: PlanItemFacts, key: string): Entry | undefined =>
  entriesOf(item).findLast((entry) => entry.key === key)

const wholeOf = ({ value }: Entry): number | null => (WHOLE.test(value.trim()) ? Number(value.trim()) : null)

const faultOf = ({ key, value, onStripeId }: Entry, why: string): Fault => ({ onStripeId, key, value, why })

/** `null`: what its metadata says is neither yes nor no. */
export const hasTenant = (item: PlanItemFacts, plans: readonly string[]): boolean | null => {
  if (plans.includes(item.priceStripeId) || plans.includes(item.productStripeId)) return true
  const said = entryOf(item, PLAN_KEY)?.value.trim().toLowerCase()
  if (said === undefined || said === 'no') return false
  return said === 'yes' ? true : null
}

export const planFaults = (item: PlanItemFacts, plans: readonly string[]): Fault[] => {
  const entry = entryOf(item, PLAN_KEY)
  return entry && hasTenant(item, plans) === null ? [faultOf(entry, 'says neither yes nor no')] : []
}

export interface PlanLimits {
  readonly limits: ReadonlyMap<string, number>
  /** Keys that were meant as limits and can't be read. */
  readonly unread: readonly string[]
  readonly faults: readonly Fault[]
}

const asLimitKey = (key: string): string =>
  key
    .trim()
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')

export const limitsOf = (item: PlanItemFacts): PlanLimits => {
  const limits = new Map<string, number>()
  const unread: string[] = []
  const faults: Fault[] = []
  for (const entry of new Map(entriesOf(item).map((entry) => [entry.key, entry])).values()) {
    const isLimit = LIMIT.test(entry.key)
    if (!isLimit && !ALMOST_LIMIT.test(entry.key)) continue
    const count = isLimit ? wholeOf(entry) : null
    if (count !== null) limits.set(entry.key, count)
    else {
      unread.push(asLimitKey(entry.key))
      faults.push(
        faultOf(entry, isLimit ? 'is no whole number' : 'is no limit as it is written: max-name, in small letters'),
      )
    }
  }
  return { limits, unread, faults }
}

/** How many days a past due plan is still served; `null`: its metadata can't be read, so no day can be named. */
export const pastDueDays = (item: PlanItemFacts, byDefault: number): number | null => {
  const entry = entryOf(item, DAYS_KEY)
  const count = entry ? wholeOf(entry) : byDefault
  return count === null ? null : Math.min(count, MOST_DAYS)
}

export const daysFaults = (item: PlanItemFacts): Fault[] => {
  const entry = entryOf(item, DAYS_KEY)
  return entry && wholeOf(entry) === null ? [faultOf(entry, 'is no whole number of days')] : []
}
