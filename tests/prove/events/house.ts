import type { Provisioner, TenantOrder } from '../../../server/ports/provisioner.ts'
import type { Chance } from '../chance.ts'
import type { Pulse } from './pulse.ts'

type Limits = NonNullable<TenantOrder['limits']>

/** A tenant as whoever runs it has it. */
export interface HousedTenant {
  state: TenantOrder['state']
  limits: Limits | null
}

const REFUSED = 0.1
const UNHEARD = 0.1
const NEVER = 0.03
const LATE = 0.15

/** Who runs the tenants, in memory: it refuses, breaks, answers late, or does what was asked without its answer being heard. */
export interface House {
  readonly tenants: ReadonlyMap<string, HousedTenant>
  readonly counts: { orders: number; performed: number }
  /** As one replica knows it. */
  readonly provisioner: (chance: Chance) => Provisioner
}

export const openHouse = (pulse: Pulse): House => {
  const tenants = new Map<string, HousedTenant>()
  const counts = { orders: 0, performed: 0 }
  const perform = ({ tenantId, state, limits }: TenantOrder) => {
    counts.performed += 1
    tenants.set(tenantId, { state, limits: limits ?? tenants.get(tenantId)?.limits ?? null })
  }
  const provisioner = (chance: Chance): Provisioner => ({
    apply: async (order) => {
      counts.orders += 1
      const isMoody = !pulse.hasEnded()
      if (isMoody && chance.happens(REFUSED)) return { verdict: 'later', why: 'The house is busy.' }
      if (isMoody && chance.happens(NEVER)) return { verdict: 'never', why: 'The house will not.' }
      perform(order)
      if (isMoody && chance.happens(LATE)) await pulse.hold(chance.whole(1, 4))
      if (isMoody && chance.happens(UNHEARD)) return { verdict: 'later', why: 'No answer came.' }
      return { verdict: 'applied', ignored: [] }
    },
    describe: async (tenantId) => {
      const tenant = tenants.get(tenantId)
      if (!tenant) return { verdict: 'told', tenant: null }
      return { verdict: 'told', tenant: { states: [tenant.state], said: tenant.state, limits: tenant.limits } }
    },
  })
  return { tenants, counts, provisioner }
}
