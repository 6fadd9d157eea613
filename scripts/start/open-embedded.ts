import { join } from 'node:path'
import { type Embedded, startEmbedded } from '../../server/app/embedded.ts'
import { repository } from '../steps/run-step.ts'
import type { StartOptions } from './options.ts'

/** The companion of the browser desk, in this process. Its data lies beside the desktop's, in the same folder. */
export const openEmbedded = (options: StartOptions, dataFolder: string): Promise<Embedded> => {
  const stripeKey = process.env.COUNTERSIGN_STRIPE_KEY
  return startEmbedded({
    dataFolder: join(dataFolder, 'companion'),
    port: options.port,
    isSample: options.isSample && !stripeKey,
    ...(stripeKey ? { stripeKey } : {}),
    launchToken: null,
    deskFolder: join(repository, 'out', 'renderer'),
  })
}
