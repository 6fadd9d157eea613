import type { Kernel } from '../../kernel/context.ts'
import { listLicensesOfInvoice, listLicensesOfSubscription } from '../licenses/index.ts'
import { type Heard, readHeard } from './read-heard.ts'
import { sellsLicenses } from './sells-licenses.ts'

type HearKernel = Pick<Kernel, 'db' | 'stripe' | 'clock' | 'settings'>

const isStoodOn = async ({ db }: HearKernel, stripeId: string): Promise<boolean> => {
  const list = stripeId.startsWith('sub_') ? listLicensesOfSubscription : listLicensesOfInvoice
  return (await list(db, stripeId)).length > 0
}

/** What an event is about, as far as licenses may stand on it or come of it; null: they can't, and nothing was asked. */
export const hearLicenses = async (kernel: HearKernel, stripeId: string): Promise<Heard | null> =>
  (await isStoodOn(kernel, stripeId)) || (await sellsLicenses(kernel)) ? readHeard(kernel, stripeId) : null
