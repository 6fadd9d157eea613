import { createLicenseClient, type LicenseClient } from '../../../license-client/index.ts'
import type { LicenseClientOptions } from '../../../license-client/client/options.ts'
import { folderStore } from '../../../license-client/store/folder-store.ts'
import { type BreakableDisk, breakableDisk } from './breakable-disk.ts'
import { KEY, type PaperServer, paperServer } from './paper-server.ts'
import { type VirtualTime, virtualTime } from './virtual-time.ts'

export const START = Date.parse('2026-11-21T08:00:00.000Z')

export interface Happened {
  readonly name: string
  readonly what: string
}

export interface Installation {
  readonly client: LicenseClient
  readonly disk: BreakableDisk
  readonly happened: Happened[]
  readonly machine: ReturnType<VirtualTime['machine']>
}

export interface PaperWorld {
  readonly time: VirtualTime
  readonly server: PaperServer
  /** A process that begins on that disk. */
  readonly install: (disk?: BreakableDisk, options?: Partial<LicenseClientOptions>) => Installation
}

const listen = (client: LicenseClient): Happened[] => {
  const happened: Happened[] = []
  for (const name of ['locked', 'unlocked', 'warning'] as const)
    client.on(name, ({ code }) => happened.push({ name, what: code }))
  client.on('limits', ({ after }) => happened.push({ name: 'limits', what: JSON.stringify(after) }))
  client.on('notice', ({ code }) => happened.push({ name: 'notice', what: code }))
  return happened
}

/** A license server on paper, a time that is moved by hand, and as many installations as wanted. */
export const paperWorld = (): PaperWorld => {
  const time = virtualTime(START)
  const server = paperServer(time.now)
  const install: PaperWorld['install'] = (disk = breakableDisk(), options = {}) => {
    const machine = time.machine()
    const client = createLicenseClient({
      server: 'https://licenses.loomfield.example',
      key: KEY,
      product: 'loomfield',
      version: '2.4.0',
      releasedOn: '2026-10-01',
      store: folderStore('/license', disk),
      pinnedKeys: [server.published[0]?.jwk ?? server.signer.jwk],
      transport: server.transport,
      clock: machine,
      timers: time.timers,
      random: () => 0.5,
      ...options,
    })
    return { client, disk, machine, happened: listen(client) }
  }
  return { time, server, install }
}
