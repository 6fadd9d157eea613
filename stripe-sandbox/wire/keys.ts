import { StripeRefusal, unauthorized } from './errors.ts'
import type { Method } from './route.ts'

export type Access = 'none' | 'read' | 'write'

/** What a declared key opens. `permissions` by resource name, `*` for all others; a plain secret key may do all. */
export interface KeyGrant {
  /** The secret key whose account this key opens. */
  readonly account: string
  readonly permissions?: Readonly<Record<string, Access>>
}

const READ_ONLY = { '*': 'read' } as const

const masked = (key: string): string => `${key.slice(0, 8)}${'*'.repeat(Math.max(0, key.length - 12))}${key.slice(-4)}`

/** Which account a key opens and what it may do there. */
export class KeyRing {
  readonly #grants = new Map<string, KeyGrant>()
  readonly #revoked = new Set<string>()

  declare(key: string, grant: KeyGrant): void {
    this.#grants.set(key, grant)
    this.#revoked.delete(key)
  }

  revoke(key: string): void {
    this.#revoked.add(key)
  }

  reinstate(key: string): void {
    this.#revoked.delete(key)
  }

  isRevoked(key: string): boolean {
    return this.#revoked.has(key)
  }

  /** Declared keys of an account, in the order in which they were declared. */
  of(account: string): readonly string[] {
    return [...this.#grants].flatMap(([key, grant]) => (grant.account === account && key !== account ? key : []))
  }

  /** Reads the Authorization header; refuses what Stripe refuses, and live keys loudly. */
  open(header: string | undefined): KeyGrant & { readonly key: string } {
    const key = keyOf(header)
    if (key === '') {
      throw unauthorized(
        "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
      )
    }
    if (/^[sr]k_live/.test(key))
      throw unauthorized('This is a local sandbox: it refuses live keys. Use a key that begins with sk_test_.')
    if (this.#revoked.has(key)) throw unauthorized(`Expired API Key provided: ${masked(key)}`, 'api_key_expired')
    const grant = this.#grants.get(key) ?? grantByName(key)
    if (grant === undefined) throw unauthorized(`Invalid API Key provided: ${masked(key)}`)
    return { ...grant, key }
  }
}

const keyOf = (header: string | undefined): string => {
  const [scheme = '', value = ''] = (header ?? '').split(' ')
  if (scheme.toLowerCase() === 'bearer') return value.trim()
  if (scheme.toLowerCase() === 'basic') return Buffer.from(value, 'base64').toString().split(':')[0] ?? ''
  return ''
}

/** Any `sk_test_…` opens its own account; `rk_test_readonly_X` reads the account of `sk_test_X`. */
const grantByName = (key: string): KeyGrant | undefined => {
  if (key.startsWith('sk_test_invalid')) return undefined
  if (/^sk_test_[\w-]+$/.test(key)) return { account: key }
  const readOnly = /^rk_test_readonly_([\w-]+)$/.exec(key)
  return readOnly === null ? undefined : { account: `sk_test_${readOnly[1]}`, permissions: READ_ONLY }
}

/** Where Stripe's name of a permission is known and is not that of the resource. */
const STRIPE_NAMES: Readonly<Record<string, string>> = {
  billing_portal_configuration: 'customer_portal',
  billing_portal_session: 'customer_portal',
  price: 'plan',
  webhook_endpoint: 'webhook',
}

/** The permission that a resource needs: `plan` in `rak_plan_read`. */
export const permissionOf = (resource: string): string => STRIPE_NAMES[resource] ?? resource.replaceAll('.', '_')

const heldOn = (permissions: Readonly<Record<string, Access>>, resource: string): Access =>
  permissions[permissionOf(resource)] ?? permissions[resource] ?? permissions['*'] ?? 'none'

export const checkPermission = (
  grant: KeyGrant & { readonly key: string },
  account: string,
  method: Method,
  resource: string,
): void => {
  if (grant.permissions === undefined) return
  const needed = method === 'GET' ? 'read' : 'write'
  const held = heldOn(grant.permissions, resource)
  if (held === 'write' || held === needed) return
  throw new StripeRefusal(403, {
    type: 'invalid_request_error',
    message: `The provided key '${masked(grant.key)}' does not have the required permissions for this endpoint on account '${account}'. Having the 'rak_${permissionOf(resource)}_${needed}' permission would allow this request to continue.`,
  })
}
