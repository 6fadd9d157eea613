import { toIso } from '@countersign/shared/times'
import { rotateSigningKey } from '../../features/licenses/index.ts'
import { systemActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import type { Command, CommandIo } from './command.ts'

type OpenKernel = (io: CommandIo) => Promise<{ readonly kernel: Kernel; close(): Promise<void> }>

const USAGE = `license-key rotate

Makes the next key that leases and license files are signed with. It is published at once, endorsed by the key before it,
and signs a day later; the old one stays published. Programs that pin keys should get the new one with their next release.`

export const licenseKeyCommand = (openKernel: OpenKernel): Command => ({
  name: 'license-key',
  summary: 'rotates the key that leases are signed with',
  usage: USAGE,
  run: async (args, io) => {
    if (args.length !== 1 || args[0] !== 'rotate') {
      io.err(USAGE)
      return 2
    }
    const opened = await openKernel(io)
    try {
      const { kid, signsFrom } = await rotateSigningKey(opened.kernel, systemActor('cli'))
      io.out(`${kid} is published and signs from ${toIso(signsFrom)} on.`)
      return 0
    } finally {
      await opened.close()
    }
  },
})
