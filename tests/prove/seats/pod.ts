import { createLicenseClient, type LicenseClient, memoryStore, type SigningKey } from '../../../license-client/index.ts'
import { folderStore } from '../../../license-client/store/folder-store.ts'
import type { Timers } from '../../../license-client/time/timers.ts'
import type { Answer, Call } from '../../../license-client/wire/transport.ts'
import type { BreakableDisk } from '../../support/licenses/breakable-disk.ts'
import type { VirtualTime } from '../../support/licenses/virtual-time.ts'
import type { Chance } from '../chance.ts'

/** One process of the product, with the client as it is shipped. */
export interface Pod {
  readonly name: string
  readonly client: LicenseClient
  readonly bornAt: number
  readonly isEphemeral: boolean
  isDead: boolean
  /** The longest that a lease which reached it lets it run, and holds its seat. */
  runUntil: number
  seatUntil: number
  instance: string | null
  /** When a call of its was last lost on the way. */
  lostAt: number
  /** Locked although a lease still ran. */
  readonly lockedEarly: number[]
  readonly die: () => void
}

export interface PodOptions {
  readonly name: string
  readonly key: string
  readonly pinnedKeys: readonly SigningKey[]
  readonly time: VirtualTime
  readonly chance: Chance
  /** null: a fresh disk that goes with the pod. */
  readonly disk: BreakableDisk | null
  /** Of a lease that the process before it kept on that disk. */
  readonly runUntil: number
  readonly send: (pod: Pod, call: Call) => Promise<Answer>
}

/** Timers that go with the process. */
const mortalTimers = (time: VirtualTime): Timers & { end: () => void } => {
  const open = new Set<() => void>()
  return {
    after: (ms, call) => {
      const cancel = time.timers.after(ms, () => {
        open.delete(cancel)
        call()
      })
      open.add(cancel)
      return () => {
        open.delete(cancel)
        cancel()
      }
    },
    end: () => {
      for (const cancel of open) cancel()
      open.clear()
    },
  }
}

const HOUR_MS = 3_600_000

export const bornPod = (options: PodOptions): Pod => {
  const { name, key, pinnedKeys, time, chance, disk, send } = options
  const timers = mortalTimers(time)
  const client = createLicenseClient({
    server: 'https://licenses.loomfield.example',
    key,
    product: 'loomfield',
    version: '4.2.0',
    releasedOn: '2026-11-01',
    name,
    isEphemeral: disk === null,
    store: disk === null ? memoryStore() : folderStore('/license', disk),
    pinnedKeys,
    transport: (call) => send(pod, call),
    // No two machines agree on the time.
    clock: time.machine(chance.whole(-HOUR_MS, HOUR_MS)),
    timers,
    random: () => chance.whole(0, 999) / 1000,
  })
  const pod: Pod = {
    name,
    client,
    bornAt: time.now(),
    isEphemeral: disk === null,
    isDead: false,
    runUntil: options.runUntil,
    seatUntil: 0,
    instance: null,
    lostAt: 0,
    lockedEarly: [],
    die: () => {
      pod.isDead = true
      timers.end()
    },
  }
  client.on('locked', () => {
    if (!pod.isDead && time.now() < pod.runUntil) pod.lockedEarly.push(time.now())
  })
  return pod
}
