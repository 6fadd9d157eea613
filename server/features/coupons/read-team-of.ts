import { isEnded } from '@countersign/shared/features/subscriptions'
import type { Kernel } from '../../kernel/context.ts'

/**
 * The team that a customer is billed for: `meant`, when it carries that team's id anywhere, else the first id found on it or
 * on a running subscription; null when it carries none.
 */
export const readTeamOf = async (
  { stripe, settings }: Pick<Kernel, 'stripe' | 'settings'>,
  customerStripeId: string,
  meant: string,
): Promise<string | null> => {
  const [customer, holders] = await Promise.all([
    stripe.readCandidate(customerStripeId),
    stripe.listSubscriptions(customerStripeId),
  ])
  const metadata = [customer?.metadata ?? {}, ...holders.filter((one) => !isEnded(one)).map((one) => one.metadata)]
  const ids = metadata.flatMap((values) =>
    settings.teamKeys.flatMap((key) => {
      const value = values[key]
      return value === undefined ? [] : [value]
    }),
  )
  return ids.includes(meant) ? meant : (ids[0] ?? null)
}
