import { randomUUID } from 'node:crypto'
import { MINUTE_MS } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { repeatJob } from '../../kernel/repeat-job.ts'
import { dropOldUploads } from './drop-old-uploads.ts'
import { runImports } from './run-imports.ts'

const IMPORTS_EVERY_MS = 500
const UPLOADS_EVERY_MS = 30 * MINUTE_MS

/** Every replica runs these; the database lets one of them work on an import at a time. */
export const startQuoteJobs = (kernel: Kernel): { stop(): Promise<void> } => {
  const stopping = new AbortController()
  const { signal } = stopping
  const { log } = kernel
  const holder = `${kernel.settings.replica}:${randomUUID()}`
  const jobs = [
    repeatJob({ what: 'imports of quotes', everyMs: IMPORTS_EVERY_MS, signal, log }, () =>
      runImports(kernel, { holder, signal }),
    ),
    repeatJob({ what: 'files sent and not used', everyMs: UPLOADS_EVERY_MS, signal, log }, () =>
      dropOldUploads(kernel),
    ),
  ]
  return {
    stop: async () => {
      stopping.abort()
      await Promise.all(jobs)
    },
  }
}
