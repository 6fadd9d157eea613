import { parseArgs } from 'node:util'
import { listApproverKeys, vouchForKey } from '../../features/approvals/index.ts'
import { listStaff } from '../../features/staff/index.ts'
import { systemActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import type { Command, CommandIo } from './command.ts'

type OpenKernel = (io: CommandIo) => Promise<{ readonly kernel: Kernel; close(): Promise<void> }>

const USAGE = `approver-key list
approver-key activate KEY --reason TEXT

list      every key of every approver: id, state, place, whose
activate  makes a waiting key countersign, when no other approver's key is left to vouch for it. Ask its owner
          for the first letters of the key first.

Break-glass: it works on the database without asking who you are, and stands in the audit log as system:cli.`

const list = async (kernel: Kernel, io: CommandIo): Promise<number> => {
  const people = new Map((await listStaff(kernel)).map(({ id, email }) => [id, email]))
  for (const { id, state, place, staffId, label } of await listApproverKeys(kernel))
    io.out([id, state, place, people.get(staffId) ?? staffId, label].join('\t'))
  return 0
}

const activate = async (kernel: Kernel, io: CommandIo, said: { key: string; reason: string }): Promise<number> => {
  io.err('Break-glass: this is recorded in the audit log as system:cli.')
  await vouchForKey(kernel, { actor: systemActor('cli'), reason: said.reason }, said.key)
  io.out(`${said.key} countersigns from now on.`)
  return 0
}

const callOf = (args: readonly string[]): { word: string; key: string; reason: string } | null => {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { reason: { type: 'string' } },
    allowPositionals: true,
    strict: false,
  })
  const [word, key, ...others] = positionals
  const reason = typeof values.reason === 'string' ? values.reason.trim() : ''
  if (word === 'list' && key === undefined) return { word, key: '', reason }
  const isWhole = word === 'activate' && key !== undefined && reason !== '' && others.length === 0
  return isWhole ? { word, key, reason } : null
}

/** For the day on which every approver's device is lost. */
export const approverKeyCommand = (openKernel: OpenKernel): Command => ({
  name: 'approver-key',
  summary: 'list approvers’ keys, and vouch for one when no approver can',
  usage: USAGE,
  run: async (args, io) => {
    const call = callOf(args)
    if (call === null) {
      io.err(USAGE)
      return 2
    }
    const opened = await openKernel(io)
    const { kernel } = opened
    try {
      return await (call.word === 'list' ? list(kernel, io) : activate(kernel, io, call))
    } finally {
      await opened.close()
    }
  },
})
