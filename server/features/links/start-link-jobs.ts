import { MINUTE_MS } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { repeatJob } from '../../kernel/repeat-job.ts'
import { refreshLinks } from './refresh-links.ts'

/** Follows open purchase links. Every replica runs it; each link is asked about by one of them. */
export const startLinkJobs = (kernel: Kernel): { stop(): Promise<void> } => {
  const stopping = new AbortController()
  const { signal } = stopping
  const done = repeatJob({ what: 'standing of links', everyMs: MINUTE_MS, signal, log: kernel.log }, () =>
    refreshLinks(kernel, kernel.clock.now() - MINUTE_MS),
  )
  return {
    stop: () => {
      stopping.abort()
      return done
    },
  }
}
