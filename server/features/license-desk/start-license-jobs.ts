import { MINUTE_MS } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { repeatJob } from '../../kernel/repeat-job.ts'
import { sweepLicenses } from './sweep-licenses.ts'

export interface LicenseJobs {
  stop(): Promise<void>
}

const SWEEP_MS = 30 * MINUTE_MS

/** Every replica may run it: the same word twice changes nothing. */
export const startLicenseJobs = (kernel: Kernel): LicenseJobs => {
  const stopping = new AbortController()
  const { signal } = stopping
  const { log } = kernel
  const sweep = repeatJob({ what: 'licenses', everyMs: SWEEP_MS, signal, log }, () => sweepLicenses(kernel, signal))
  return {
    stop: async () => {
      stopping.abort()
      await sweep
    },
  }
}
