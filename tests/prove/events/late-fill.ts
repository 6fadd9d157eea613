import type { Chance } from '../chance.ts'
import type { House } from './house.ts'
import { openReplica, type Outside } from './replica.ts'

/** A fill of which one page arrives after everything else has happened, when the mirror knows better. */
export interface LateFill {
  /** Once; false while another fill is running. */
  readonly begin: () => Promise<void>
  /** Lets the page arrive, and waits for the fill's end. */
  readonly end: () => Promise<void>
}

/** What changes most, most often. */
const RESOURCES = ['customers', 'customers', 'customers', 'subscriptions', 'invoices', 'codes'] as const

type LateOutside = Omit<Outside, 'provisioner' | 'chance'> & { readonly house: House; readonly chance: Chance }

export const openLateFill = async ({ house, chance, ...outside }: LateOutside): Promise<LateFill> => {
  const gate = Promise.withResolvers<void>()
  const held = chance.pick(RESOURCES)
  const { stripe } = outside
  const slow = {
    ...stripe,
    listForMirror: async (...asked: Parameters<typeof stripe.listForMirror>) => {
      const page = await stripe.listForMirror(...asked)
      if (asked[0] === held) await gate.promise
      return page
    },
  }
  const replica = await openReplica('late', {
    ...outside,
    chance,
    stripe: slow,
    provisioner: house.provisioner(chance),
  })
  let filling: Promise<void> | null = null
  return {
    begin: async () => {
      if (filling || !(await replica.orderFill())) return
      outside.count('late fills')
      filling = replica.fill()
    },
    end: async () => {
      gate.resolve()
      await filling
      await replica.door.close()
    },
  }
}
