import { HOUR_MS } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { repeatJob } from '../../kernel/repeat-job.ts'
import { forgetInstances } from './forget-instances.ts'

export interface InstanceJobs {
  stop(): Promise<void>
}

/** Every replica may run it: what is gone is gone. */
export const startInstanceJobs = (kernel: Kernel): InstanceJobs => {
  const stopping = new AbortController()
  const { signal } = stopping
  const { log } = kernel
  const forgetting = repeatJob({ what: 'instances', everyMs: HOUR_MS, signal, log }, () =>
    forgetInstances(kernel, signal),
  )
  return {
    stop: async () => {
      stopping.abort()
      await forgetting
    },
  }
}
