import { createHttpCallback } from '../adapters/provisioners/http-callback.ts'
import { createTheThingsStack } from '../adapters/provisioners/the-things-stack.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Provisioner } from '../ports/provisioner.ts'
import type { Config, Secrets } from './config.ts'

interface Configured {
  readonly config: Pick<Config, 'provisioner'>
  readonly secrets: Pick<Secrets, 'provisioner'>
}

/** null: nobody runs tenants. */
export const createProvisioner = (clock: Clock, { config, secrets }: Configured): Provisioner | null => {
  if (config.provisioner === null) return null
  const { kind, ...sending } = config.provisioner
  const { callbackSecrets, stackKey } = secrets.provisioner
  if (kind === 'http-callback')
    return createHttpCallback({ ...sending, secrets: callbackSecrets, now: () => clock.now() })
  return createTheThingsStack({ ...sending, adminKey: stackKey ?? '' })
}
