import type { Settings } from '../kernel/context.ts'
import { ConfigError } from './config-error.ts'
import type { Env } from './config-schema.ts'

/** Where counts are pulled from; null: nothing is pulled. */
export type PullAddress =
  | {
      readonly kind: 'http-callback'
      readonly url: string
      readonly timeoutMs: number
      readonly allowsPrivate: boolean
    }
  | { readonly kind: 'the-things-stack' }

export const pullSecretsOf = (env: Env): readonly string[] => env.COUNTERSIGN_METERING_PULL_SECRETS

const urlProblems = (env: Env): string[] => {
  const url = env.COUNTERSIGN_METERING_PULL_URL
  const hasSecrets = env.COUNTERSIGN_METERING_PULL_SECRETS.length > 0
  if (url === undefined) return hasSecrets ? ['COUNTERSIGN_METERING_PULL_URL: is missing'] : []
  const isOpen = env.COUNTERSIGN_TENANT_PRIVATE_ADDRESSES !== 'on' && !url.startsWith('https:')
  return [
    ...(hasSecrets ? [] : ['COUNTERSIGN_METERING_PULL_SECRETS: is missing']),
    ...(isOpen ? ['COUNTERSIGN_METERING_PULL_URL: has to be an https address'] : []),
  ]
}

const stackProblems = (env: Env): string[] => {
  if (env.COUNTERSIGN_METERING_PULL_STACK === 'off') return []
  return [
    ...(env.COUNTERSIGN_METERING_PULL_URL
      ? ['COUNTERSIGN_METERING_PULL_URL and COUNTERSIGN_METERING_PULL_STACK: set only one of them']
      : []),
    ...(env.COUNTERSIGN_TENANT_STACK_URL ? [] : ['COUNTERSIGN_TENANT_STACK_URL: is missing']),
  ]
}

export const pullAddressOf = (env: Env): PullAddress | null => {
  const problems = [...urlProblems(env), ...stackProblems(env)]
  if (problems.length > 0) throw new ConfigError(problems)
  const url = env.COUNTERSIGN_METERING_PULL_URL
  const allowsPrivate = env.COUNTERSIGN_TENANT_PRIVATE_ADDRESSES === 'on'
  if (url) return { kind: 'http-callback', url, timeoutMs: env.COUNTERSIGN_TENANT_TIMEOUT_MS, allowsPrivate }
  return env.COUNTERSIGN_METERING_PULL_STACK === 'on' ? { kind: 'the-things-stack' } : null
}

export const meteringSettingsOf = (env: Env): Pick<Settings, 'metering'> => {
  const from = pullAddressOf(env)
  const url = from?.kind === 'http-callback' ? from.url : env.COUNTERSIGN_TENANT_STACK_URL
  const everyMinutes = env.COUNTERSIGN_METERING_PULL_MINUTES
  const band = { factor: env.COUNTERSIGN_METERING_JUMP_FACTOR, floor: env.COUNTERSIGN_METERING_JUMP_FLOOR }
  return {
    metering: {
      band,
      pull: from && url ? { kind: from.kind, host: new URL(url).host, everyMinutes } : null,
    },
  }
}
