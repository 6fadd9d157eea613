import type { Settings } from '../kernel/context.ts'
import { ConfigError } from './config-error.ts'
import type { Env } from './config-schema.ts'

/** Where tenants are run, and what may be shown of it. */
export interface ProvisionerAddress {
  readonly kind: 'http-callback' | 'the-things-stack'
  readonly url: string
  readonly timeoutMs: number
  readonly allowsPrivate: boolean
}

export interface ProvisionerSecrets {
  readonly callbackSecrets: readonly string[]
  readonly stackKey: string | null
}

const kindOf = (env: Env): Pick<ProvisionerAddress, 'kind' | 'url'> | null => {
  const [callback, stack] = [env.COUNTERSIGN_TENANT_CALLBACK_URL, env.COUNTERSIGN_TENANT_STACK_URL]
  if (callback && stack)
    throw new ConfigError(['COUNTERSIGN_TENANT_CALLBACK_URL and COUNTERSIGN_TENANT_STACK_URL: set only one of them'])
  if (callback) return { kind: 'http-callback', url: callback }
  return stack ? { kind: 'the-things-stack', url: stack } : null
}

const checkPair = (name: string, { hasUrl, hasSecret }: { hasUrl: boolean; hasSecret: boolean }): void => {
  const [url, secret] = [`COUNTERSIGN_TENANT_${name}_URL`, name === 'STACK' ? 'KEY' : 'SECRETS']
  if (hasUrl && !hasSecret) throw new ConfigError([`COUNTERSIGN_TENANT_${name}_${secret}: is missing`])
  if (hasSecret && !hasUrl) throw new ConfigError([`${url}: is missing`])
}

/** Keys and signed orders cross other people's networks only encrypted. */
const checkEncrypted = ({ kind, url, allowsPrivate }: ProvisionerAddress): void => {
  const name = kind === 'http-callback' ? 'CALLBACK' : 'STACK'
  if (!allowsPrivate && !url.startsWith('https:'))
    throw new ConfigError([`COUNTERSIGN_TENANT_${name}_URL: has to be an https address`])
}

export const provisionerOf = (env: Env): { address: ProvisionerAddress | null; secrets: ProvisionerSecrets } => {
  const callbackSecrets = env.COUNTERSIGN_TENANT_CALLBACK_SECRETS
  const stackKey = env.COUNTERSIGN_TENANT_STACK_KEY ?? null
  checkPair('CALLBACK', {
    hasUrl: env.COUNTERSIGN_TENANT_CALLBACK_URL !== undefined,
    hasSecret: callbackSecrets.length > 0,
  })
  checkPair('STACK', { hasUrl: env.COUNTERSIGN_TENANT_STACK_URL !== undefined, hasSecret: stackKey !== null })
  const where = kindOf(env)
  const secrets = { callbackSecrets, stackKey }
  if (!where) return { address: null, secrets }
  const allowsPrivate = env.COUNTERSIGN_TENANT_PRIVATE_ADDRESSES === 'on'
  const address = { ...where, allowsPrivate, timeoutMs: env.COUNTERSIGN_TENANT_TIMEOUT_MS }
  checkEncrypted(address)
  return { address, secrets }
}

/** Nothing, where nobody runs tenants. */
export const tenantSettingsOf = (env: Env): Pick<Settings, 'tenants'> => {
  const where = kindOf(env)
  if (!where) return {}
  return {
    tenants: {
      provisioner: where.kind,
      provisionerHost: new URL(where.url).host,
      plans: env.COUNTERSIGN_TENANT_PLANS,
      pastDueDays: env.COUNTERSIGN_TENANT_PAST_DUE_DAYS,
      ...(env.COUNTERSIGN_TENANT_ARCHIVE_DAYS > 0 && { archiveDays: env.COUNTERSIGN_TENANT_ARCHIVE_DAYS }),
    },
  }
}
