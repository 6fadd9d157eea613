// Metered: which count a price bills stands in its metadata, `meter-count: activated-end-devices`; without it the end devices are
// meant. Its meter has to keep the last value of a period, since a count is set and never added. What can't be read is
// named, and nothing is told to Stripe.

type Metadata = Readonly<Record<string, string>>

const COUNTER_KEY = 'meter-count'
const USUAL = 'end-devices'
const COUNTER = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/
const LONGEST = 40

export interface MeteredPlan {
  readonly priceMetadata: Metadata
  readonly productMetadata: Metadata
}

/** What a price says before what its product says; null: that is no name of a count. */
export const counterOf = ({ priceMetadata, productMetadata }: MeteredPlan): string | null => {
  const said = (priceMetadata[COUNTER_KEY] ?? productMetadata[COUNTER_KEY] ?? USUAL).trim()
  return said.length <= LONGEST && COUNTER.test(said) ? said : null
}

export interface MeterTerms {
  readonly formula: string
  readonly isActive: boolean
}

/** Why its counts can't be told to Stripe; null: they can. */
export const meterProblem = (counter: string | null, meter: MeterTerms | null): string | null => {
  if (counter === null) return `The plan’s ${COUNTER_KEY} is no name of a count, such as ${USUAL}.`
  if (meter === null) return 'Stripe knows no meter of this price.'
  if (!meter.isActive) return 'The meter is deactivated in Stripe.'
  if (meter.formula === 'last') return null
  return `The meter’s formula is “${meter.formula}”; a count that is set needs “last”.`
}
