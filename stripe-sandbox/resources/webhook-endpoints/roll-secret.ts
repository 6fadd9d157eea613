import type { Account } from '../../store/account.ts'
import { invalidRequest } from '../../wire/errors.ts'

const SECRET_LENGTH = 32
const MAX_KEPT_SECONDS = 86_400

export const newSecret = (account: Account): string => `whsec_${account.ids.text('webhook_secret', SECRET_LENGTH)}`

/**
 * Gives an endpoint a new secret, as the dashboard can and the API cannot. The old one signs beside it for the given
 * seconds, a day at most ("Resolve webhook signature verification errors", roll secrets).
 */
export const rollSecret = (account: Account, id: string, keptSeconds: number): string => {
  if (!Number.isInteger(keptSeconds) || keptSeconds < 0 || keptSeconds > MAX_KEPT_SECONDS)
    throw invalidRequest(`An old secret stays for 0 to ${MAX_KEPT_SECONDS} seconds.`, { param: 'kept_seconds' })
  const endpoint = account.need('webhook_endpoint', id, 'endpoint')
  const _secret = newSecret(account)
  const retired = { secret: endpoint._secret, until: account.now + keptSeconds }
  const _retired = [retired, ...(endpoint._retired ?? [])].filter(({ until }) => until > account.now)
  account.update('webhook_endpoint', { ...endpoint, _secret, _retired })
  return _secret
}
