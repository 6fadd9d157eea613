import { parseArgs } from 'node:util'
import { markRestored } from '../../features/executions/index.ts'
import { systemActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import type { Command, CommandIo } from './command.ts'

type OpenKernel = (io: CommandIo) => Promise<{ readonly kernel: Kernel; close(): Promise<void> }>

const reasonIn = (args: readonly string[]): string | null => {
  try {
    const { values } = parseArgs({ args: [...args], options: { reason: { type: 'string' } } })
    return values.reason?.trim() || null
  } catch {
    return null
  }
}

export const restoredCommand = (openKernel: OpenKernel): Command => ({
  name: 'restored',
  summary: 'say that a backup was put back: money waits until all is looked up',
  usage: `restored --reason TEXT

Stop every companion, put the backup back, run this, then start them again. What was begun before is looked up at Stripe
before anything is sent; nothing is sent until each unfinished execution has its answer. Stands in the audit log as
system:cli. A companion whose newest checkpoint is missing from the database does the same by itself at its start.`,
  run: async (args, io) => {
    const reason = reasonIn(args)
    if (reason === null) {
      io.err('--reason TEXT is needed')
      return 2
    }
    const opened = await openKernel(io)
    try {
      const { unfinished } = await markRestored(opened.kernel, systemActor('cli'), reason)
      io.out(`Executions are paused; ${unfinished} unfinished, each of which is looked up at Stripe first.`)
      return 0
    } finally {
      await opened.close()
    }
  },
})
