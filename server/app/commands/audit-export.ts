import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { exportAudit } from '../../features/audit-log/index.ts'
import { systemActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import type { Command, CommandIo } from './command.ts'

export type OpenKernel = (io: CommandIo) => Promise<{ readonly kernel: Kernel; close(): Promise<void> }>

const USAGE = `audit-export [--from N] [--to N] --out FILE

Writes the sealed audit chain as JSON lines, the whole of it or entries N to N. FILE must not exist yet.
The export is itself recorded. Check it with audit-verify; docs/audit.md tells the format.`

interface Wanted {
  readonly out: string
  readonly from: number | undefined
  readonly to: number | undefined
}

const sequenceOf = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new TypeError(`${text} is not the number of an entry`)
  return Number(text)
}

const wantedOf = (args: readonly string[]): Wanted => {
  const options = { from: { type: 'string' }, to: { type: 'string' }, out: { type: 'string' } } as const
  const { values } = parseArgs({ args: [...args], options })
  if (values.out === undefined) throw new TypeError('--out FILE is missing')
  const [from, to] = [sequenceOf(values.from), sequenceOf(values.to)]
  if (to !== undefined && to < (from ?? 1)) throw new TypeError('--to comes before --from')
  return { out: values.out, from, to }
}

const writeExport = async (kernel: Kernel, wanted: Wanted): Promise<string> => {
  const file = await open(wanted.out, 'wx', 0o600)
  const actor = systemActor('command-line')
  const { from, upTo, lines } = await exportAudit(kernel, { ...wanted, actor, requestId: null })
  await pipeline(lines, file.createWriteStream({ flush: true }))
  return upTo < from ? `Wrote ${wanted.out}: no sealed entries.` : `Wrote ${wanted.out}: entries ${from} to ${upTo}.`
}

/** `openKernel` comes from the composition root, so that asking for help opens no database. */
export const auditExportCommand = (openKernel: OpenKernel): Command => ({
  name: 'audit-export',
  summary: 'writes the audit chain to a file that anyone can check',
  usage: USAGE,
  run: async (args, io) => {
    let wanted: Wanted
    try {
      wanted = wantedOf(args)
    } catch (error) {
      io.err(`audit-export: ${(error as Error).message}`)
      return 2
    }
    const opened = await openKernel(io)
    try {
      io.out(await writeExport(opened.kernel, wanted))
      return 0
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      io.err(`audit-export: ${wanted.out} exists already; nothing was written`)
      return 1
    } finally {
      await opened.close()
    }
  },
})
