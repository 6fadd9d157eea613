import { createUsageCallback } from '../adapters/provisioners/usage-callback.ts'
import { createUsageStack } from '../adapters/provisioners/usage-stack.ts'
import { startMeteringJobs } from '../features/metering/index.ts'
import { startMeterJobs } from '../features/meters/index.ts'
import type { Kernel } from '../kernel/context.ts'
import type { UsageSource } from '../ports/usage-source.ts'
import type { Config, Secrets } from './config.ts'

interface Configured {
  readonly config: Pick<Config, 'pull' | 'provisioner'>
  readonly secrets: Pick<Secrets, 'pullSecrets' | 'provisioner'>
}

const createSource = (kernel: Kernel, { config, secrets }: Configured): UsageSource | null => {
  const { pull, provisioner } = config
  if (pull === null) return null
  if (pull.kind === 'http-callback') {
    const { kind: _kind, ...sending } = pull
    return createUsageCallback({ ...sending, secrets: secrets.pullSecrets, now: () => kernel.clock.now() })
  }
  if (provisioner === null) return null
  const { kind: _kind, ...sending } = provisioner
  return createUsageStack({ ...sending, adminKey: secrets.provisioner.stackKey ?? '' })
}

/** Reads what is sold, tells Stripe the counts, and pulls them where that is configured. */
export const startMetering = (kernel: Kernel, configured: Configured): { stop(): Promise<void> } => {
  const source = createSource(kernel, configured)
  const jobs = [startMeterJobs(kernel), ...(source ? [startMeteringJobs({ ...kernel, source })] : [])]
  return {
    stop: async () => {
      await Promise.all(jobs.map((job) => job.stop()))
    },
  }
}
