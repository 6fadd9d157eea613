import { alone, beginLife, standingOf } from './life.ts'
import { type Description, describeKey } from './describe.ts'
import { type ClientEvents, createEmitter, type Listener } from './events.ts'
import { type Installed, installFile, makeRequestCode } from './offline.ts'
import { type LicenseClientOptions, settle } from './options.ts'
import { type Release, releaseSeat } from './release.ts'
import { ask, review, start, stop } from './runner.ts'
import type { Standing } from './standing-rules.ts'

/** What a product embeds. Nothing here ends the process, and nothing rejects because of a license, a disk or a network. */
export interface LicenseClient {
  /** What the key is good for; takes no seat. */
  readonly describe: () => Promise<Description>
  /** Takes a seat, or the same one again, without checking by itself afterwards. */
  readonly activate: () => Promise<Standing>
  /** Activates where needed and checks by itself from then on. Resolves as soon as it is known whether the program may run: at
   * once where the lease that was kept still runs. */
  readonly start: () => Promise<Standing>
  /** Asks now, e.g. when somebody says that they have just paid. */
  readonly check: () => Promise<Standing>
  /** Gives the seat back for good; the program is locked then. */
  readonly release: () => Promise<Release>
  /** Ends calls and timers; the seat is kept. */
  readonly stop: () => Promise<void>
  /** How it stands at this moment. */
  readonly standing: () => Standing
  /** @returns takes the listener away */
  readonly on: <Name extends keyof ClientEvents>(name: Name, listener: Listener<Name>) => () => void
  /** The code to bring to the seller, where no network leads out. */
  readonly requestCode: () => Promise<string>
  /** Takes over what the seller made of the code. */
  readonly installFile: (text: string) => Promise<Installed>
}

/** Makes a client; asks nothing yet. Throws a TypeError for options that can only be a mistake. */
export const createLicenseClient = (options: LicenseClientOptions): LicenseClient => {
  const settings = settle(options)
  const emitter = createEmitter((error) => {
    settings.log(`A license listener failed: ${error instanceof Error ? error.message : 'unknown'}`)
  })
  const life = beginLife(settings, emitter)
  return {
    describe: () => alone(life, describeKey),
    activate: () => ask(life),
    start: () => start(life),
    check: () => ask(life),
    release: async () => {
      const released = await alone(life, releaseSeat)
      review(life)
      if (released.isOk) await stop(life)
      return released
    },
    stop: () => stop(life),
    standing: () => standingOf(life),
    on: emitter.on,
    requestCode: () => alone(life, makeRequestCode),
    installFile: async (text) => {
      const installed = await alone(life, (session) => installFile(session, text))
      review(life)
      return installed
    },
  }
}
