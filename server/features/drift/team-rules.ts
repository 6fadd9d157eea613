// Rule: a team has one customer, and whatever it pays for says whose it is. Two customers with one id make every proof
// ambiguous; a subscription that names another team than its customer is somebody else's; a plan with a tenant that names nobody
// leaves a payer without one. The platform's own subscription carries the team's id; another live one beside it, without any,
// was made by hand.

import type { Found } from './finding-rules.ts'

type Metadata = Readonly<Record<string, string>>

/** The first configured key that is there. */
export const teamIn = (metadata: Metadata, teamKeys: readonly string[]): string | null => {
  for (const key of teamKeys) {
    const value = Object.hasOwn(metadata, key) ? metadata[key]?.trim() : undefined
    if (value) return value
  }
  return null
}

export interface SharedFacts {
  readonly teamId: string
  /** That carry the team's id now, and whether one of their subscriptions runs. */
  readonly customers: ReadonlyArray<{ readonly stripeId: string; readonly name: string | null }>
}

export const foundShared = ({ teamId, customers }: SharedFacts): Found | null => {
  const [first] = customers
  if (!first || customers.length < 2) return null
  const repair = {
    kind: 'form',
    form: 'billing',
    customerStripeId: first.stripeId,
    subscriptionStripeId: null,
    creditStripeId: null,
    words:
      'Prepares a request to change the team id of one of them, which an approver decides. Which one is the team’s is for a person to find out.',
  } as const
  return {
    kind: 'team.shared',
    severity: 'money',
    subjectId: teamId,
    teamId,
    customerStripeId: first.stripeId,
    explanation: `${customers.length} customers carry the id of team ${teamId}, so no proof for it is better than ambiguous, and a credit may reach the wrong one.`,
    heads: { there: 'Stripe', here: 'Meant' },
    sides: customers.map(({ stripeId, name }, index) => ({
      field: stripeId,
      there: `${teamId}${name === null ? '' : `, ${name}`}`,
      here: index === 0 ? 'one of them' : null,
    })),
    repair,
  }
}

export interface RunningFacts {
  readonly stripeId: string
  readonly customerStripeId: string
  readonly metadata: Metadata
  readonly customerMetadata: Metadata
  /** Whether one of its plans has a tenant; null where nobody runs tenants or that can't be read. */
  readonly hasTenantPlan: boolean | null
}

const foundDiffers = (facts: RunningFacts, own: string, customers: string): Found => ({
  kind: 'team.differs',
  severity: 'money',
  subjectId: facts.stripeId,
  teamId: own,
  customerStripeId: facts.customerStripeId,
  explanation: `This subscription says that it is team ${own}’s; the customer that pays for it says ${customers}.`,
  heads: { there: 'Subscription', here: 'Customer' },
  sides: [{ field: 'team', there: own, here: customers }],
  repair: {
    kind: 'form',
    form: 'billing',
    customerStripeId: facts.customerStripeId,
    subscriptionStripeId: facts.stripeId,
    creditStripeId: null,
    words: 'Prepares a request to change the team id of one of both, which an approver decides.',
  },
})

const foundAbsent = (facts: RunningFacts): Found => ({
  kind: 'team.absent',
  severity: 'shut-out',
  subjectId: facts.stripeId,
  teamId: null,
  customerStripeId: facts.customerStripeId,
  explanation: 'This subscription pays for a plan with a tenant and names no team, so nobody gets what is paid for.',
  heads: { there: 'Stripe', here: 'Needed' },
  sides: [{ field: 'team', there: null, here: 'the id of a team' }],
  repair: {
    kind: 'form',
    form: 'billing',
    customerStripeId: facts.customerStripeId,
    subscriptionStripeId: facts.stripeId,
    creditStripeId: null,
    words: 'Prepares a request to write the team id into the subscription, which an approver decides.',
  },
})

/** A running subscription by itself. */
export const foundOnRunning = (facts: RunningFacts, teamKeys: readonly string[]): Found | null => {
  const own = teamIn(facts.metadata, teamKeys)
  const customers = teamIn(facts.customerMetadata, teamKeys)
  if (own !== null && customers !== null && own !== customers) return foundDiffers(facts, own, customers)
  return own === null && customers === null && facts.hasTenantPlan === true ? foundAbsent(facts) : null
}

export interface HeldFacts {
  readonly stripeId: string
  readonly isEnded: boolean
  readonly metadata: Metadata
}

/** Of one customer's subscriptions, those beside the platform's own that say nothing. */
export const foundByHand = (
  customerStripeId: string,
  holders: readonly HeldFacts[],
  teamKeys: readonly string[],
): Found[] => {
  const live = holders.filter(({ isEnded }) => !isEnded)
  const named = live.flatMap(({ stripeId, metadata }) => {
    const teamId = teamIn(metadata, teamKeys)
    return teamId === null ? [] : [{ stripeId, teamId }]
  })
  const [own] = named
  if (!own) return []
  return live
    .filter(({ metadata }) => teamIn(metadata, teamKeys) === null)
    .map(({ stripeId }) => ({
      kind: 'team.by-hand',
      severity: 'money',
      subjectId: stripeId,
      teamId: own.teamId,
      customerStripeId,
      explanation: `Beside the subscription of team ${own.teamId} this customer pays for another one that names no team: it was made by hand, and may bill twice for one thing.`,
      heads: { there: 'This one', here: own.stripeId },
      sides: [{ field: 'team', there: null, here: own.teamId }],
      repair: {
        kind: 'form',
        form: 'cancel',
        customerStripeId,
        subscriptionStripeId: stripeId,
        creditStripeId: null,
        words:
          'Prepares a request to end it, with its preview, which an approver decides. If it is meant, accept it with the reason.',
      },
    }))
}
