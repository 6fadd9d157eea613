import type { Kernel, LicenseSettings } from '../../kernel/context.ts'
import { companionIdOf } from '../../kernel/fingerprint.ts'
import { openSigner, type Signer } from '../licenses/index.ts'
import { gatherReads, type Reads } from './gather-reads.ts'
import { keepLicenses, type LicenseShelf } from './keep-licenses.ts'
import { type Marks, openMarks } from './open-marks.ts'
import { openSeats, type Seats } from './open-seats.ts'
import { openTokens, type Tokens } from './open-tokens.ts'

/** What the calls of one process share: made once, and nothing in it that another replica would need. */
export interface Parts {
  readonly kernel: Kernel
  readonly clones: LicenseSettings['clones']
  readonly issuer: string
  readonly signer: Signer
  readonly tokens: Tokens
  readonly shelf: LicenseShelf
  readonly reads: Reads
  readonly marks: Marks
  readonly seats: Seats
  /** Writes what still waits. */
  readonly stop: () => Promise<void>
}

export const openParts = (kernel: Kernel): Parts => {
  const shelf = keepLicenses(kernel)
  const marks = openMarks(kernel)
  return {
    kernel,
    clones: kernel.settings.licenses?.clones ?? 'grace',
    issuer: companionIdOf(kernel.keys),
    signer: openSigner(kernel),
    tokens: openTokens(kernel.keys),
    shelf,
    reads: gatherReads(kernel, shelf),
    marks,
    seats: openSeats(kernel),
    stop: () => marks.stop(),
  }
}
