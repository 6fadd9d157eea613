import { routes } from '../resources/routes.ts'
import type { Sandbox } from '../server/sandbox.ts'
import { invalidRequest } from '../wire/errors.ts'
import { type Access, permissionOf } from '../wire/keys.ts'

type Permissions = Readonly<Record<string, Access>>

const ACCESS: readonly unknown[] = ['none', 'read', 'write'] satisfies Access[]

const KNOWN = new Set(['*', ...routes.flatMap(({ resource }) => [resource, permissionOf(resource)])])

const isPermissions = (value: object): value is Permissions =>
  Object.values(value).every((access) => ACCESS.includes(access))

/** What a restricted key may do, as the control API was told; a misspelt name would otherwise pass for a refusal. */
const permissionsOf = (value: unknown): Permissions | undefined => {
  if (value === undefined) return undefined
  if (value === null || typeof value !== 'object' || !isPermissions(value))
    throw invalidRequest("'permissions' gives each resource none, read or write.", { param: 'permissions' })
  const [unknown] = Object.keys(value).filter((name) => !KNOWN.has(name))
  if (unknown !== undefined)
    throw invalidRequest(`There is no resource '${unknown}'. Known: ${[...KNOWN].toSorted().join(', ')}.`, {
      param: 'permissions',
    })
  return value
}

const KEY = /^[sr]k_test_[\w-]+$/

export interface AskedKey {
  readonly key: string
  readonly account: string
  readonly permissions: unknown
}

/** Declares a key for an account: restricted when permissions are given. */
export const declareKey = (
  sandbox: Sandbox,
  { key, account, permissions }: AskedKey,
): { readonly declared: string } => {
  if (!KEY.test(key)) throw invalidRequest('A key begins with sk_test_ or rk_test_.', { param: 'key' })
  const held = permissionsOf(permissions)
  if (key.startsWith('rk_') && held === undefined)
    throw invalidRequest('A restricted key needs its permissions.', { param: 'permissions' })
  sandbox.keys.declare(key, held === undefined ? { account } : { account, permissions: held })
  return { declared: key }
}
