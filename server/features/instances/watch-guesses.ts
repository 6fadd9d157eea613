import { MINUTE_MS } from '@countersign/shared/times'
import { systemActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { limitCalls } from './limit-calls.ts'

export interface Guesses {
  /** Seconds that the address has to wait, else 0. */
  wait(address: string): number
  /** A key that doesn't exist. */
  note(address: string): Promise<void>
}

const WINDOW_MS = 10 * MINUTE_MS

/** Whoever tries keys is stopped after a few, and the log tells of it once in a while. */
export const watchGuesses = ({ db, clock, log }: Pick<Kernel, 'db' | 'clock' | 'log'>, most: number): Guesses => {
  const limiter = limitCalls(clock, { most, windowMs: WINDOW_MS })
  const told = limitCalls(clock, { most: 1, windowMs: WINDOW_MS })
  return {
    wait: (address) => limiter.wait(address),
    note: async (address) => {
      limiter.count(address)
      if (limiter.wait(address) === 0 || told.count(address) > 0) return
      log.warn({ attempts: most }, 'licenses: somebody tries keys')
      await inTransaction(db, (tx) =>
        recordAudit(tx, clock.now(), {
          actor: systemActor('licenses'),
          action: 'license-key.guessed',
          outcome: 'refused',
          subject: { kind: 'license-key', id: 'unknown' },
          details: { attempts: most, minutes: WINDOW_MS / MINUTE_MS },
          personal: { address },
        }),
      )
    },
  }
}
