import type { Kernel } from '../../server/kernel/context.ts'
import { createKeyRing } from '../../server/kernel/key-ring.ts'
import { silentLog } from '../../server/kernel/log.ts'

/** A companion's inside; every process of one world has the same secret. */
export const companionKernel = ({
  replica,
  ...outside
}: Pick<Kernel, 'db' | 'stripe' | 'clock'> & { readonly replica: string }): Kernel => ({
  ...outside,
  log: silentLog,
  keys: createKeyRing(Buffer.alloc(32, 7)),
  settings: {
    teamKeys: ['team'],
    ticketUrlTemplate: null,
    sessionMs: 12 * 3_600_000,
    mode: 'TEST',
    isEmbedded: false,
    mailFrom: null,
    linkReturnUrl: null,
    stripeHost: 'sandbox',
    replica,
    version: '0.0.0',
  },
})
