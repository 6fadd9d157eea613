import { Stripe } from 'stripe'
import type { AccountControl } from '../control/account-control.ts'
import { laterActs } from './acts.ts'
import { cast } from './cast.ts'
import { makeCatalogue } from './catalogue.ts'
import { actsOf } from './stage.ts'

const DAY = 86_400
const FIRST_DAY = 1300

/**
 * Makes the sample as its company would have lived it: the official client calls the API while the account's clock goes
 * from years ago to now, so that renewals, dunning and expiries are real.
 */
export const seedSample = async (url: string, control: AccountControl): Promise<void> => {
  const { hostname, port } = new URL(url)
  const stripe = new Stripe(control.key, {
    host: hostname,
    port,
    protocol: 'http',
    telemetry: false,
    maxNetworkRetries: 0,
  })
  const { now } = control.clock()
  control.startAt(now - FIRST_DAY * DAY)
  const prices = await makeCatalogue(stripe)
  const stage = { stripe, control, prices }
  // Sorting keeps the order of acts of one day: a member arrives before it subscribes.
  const acts = [...cast.flatMap(actsOf), ...laterActs].toSorted((a, b) => b.daysAgo - a.daysAgo)
  for (const { daysAgo, play } of acts) {
    control.advanceTo(now - Math.round(daysAgo * DAY))
    await play(stage)
  }
  control.advanceTo(now)
  control.run()
}
