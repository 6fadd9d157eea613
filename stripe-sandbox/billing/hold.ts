/**
 * Time cannot be refused: what it brings and the sandbox does not know is held, by name, until a request changes the object
 * that it happens to. Everything else goes on.
 */
import type { Account } from '../store/account.ts'
import type { DueEntry } from '../store/due-queue.ts'
import type { Held, Subscription } from '../store/kinds.ts'
import { StripeRefusal } from '../wire/errors.ts'

/** A subscription whose schedule is held: what it would renew with is not known. */
class Behind extends Error {
  readonly schedule: string

  constructor(schedule: string) {
    super(`Its schedule ${schedule} is held.`)
    this.schedule = schedule
  }
}

export const checkNotBehind = (account: Account, { schedule }: Subscription): void => {
  if (schedule !== null && account.find('held', schedule) !== undefined) throw new Behind(schedule)
}

const held = ({ id, kind, at }: DueEntry, reason: string, behind: string | null): Held => ({
  id,
  kind,
  since: at,
  reason,
  behind,
})

/** Does what is due; holds it, all taken back, where it is refused. */
export const orHold = (account: Account, entry: DueEntry, task: () => void): void => {
  try {
    account.work(null, task)
  } catch (error) {
    if (!(error instanceof StripeRefusal || error instanceof Behind)) throw error
    const behind = error instanceof Behind ? error.schedule : null
    account.work(null, () => account.create('held', held(entry, error.message, behind)))
  }
}
