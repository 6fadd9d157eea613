import { createHttpCallback } from '../adapters/provisioners/http-callback.ts'
import { createTheThingsStack } from '../adapters/provisioners/the-things-stack.ts'
import { startTenantJobs, type TenantJobs } from '../features/tenants/index.ts'
import type { Kernel } from '../kernel/context.ts'
import type { Provisioner } from '../ports/provisioner.ts'
import type { Config, Secrets } from './config.ts'

interface Configured {
  readonly config: Pick<Config, 'provisioner'>
  readonly secrets: Pick<Secrets, 'provisioner'>
}

const createProvisioner = (kernel: Kernel, { config, secrets }: Configured): Provisioner | null => {
  if (config.provisioner === null) return null
  const { kind, ...sending } = config.provisioner
  const { callbackSecrets, stackKey } = secrets.provisioner
  if (kind === 'http-callback')
    return createHttpCallback({ ...sending, secrets: callbackSecrets, now: () => kernel.clock.now() })
  return createTheThingsStack({ ...sending, adminKey: stackKey ?? '' })
}

/** Where nobody runs tenants, nothing is started. */
export const startTenants = (kernel: Kernel, configured: Configured): TenantJobs => {
  const provisioner = createProvisioner(kernel, configured)
  return provisioner ? startTenantJobs({ ...kernel, provisioner }) : { stop: () => Promise.resolve() }
}
