import { GatewayError } from '../../kernel/errors.ts'

export interface FairLock {
  /** Resolves with the release function when it is the caller's turn; first come, first served. */
  acquire(): Promise<() => void>
}

interface Waiter {
  readonly admit: () => void
  readonly timer: NodeJS.Timeout
}

/**
 * One connection, many callers. Waiting ends: code that asks the database while it holds a transaction of its own would
 * otherwise hang for ever.
 */
export const createFairLock = (waitMs: number): FairLock => {
  const waiting: Waiter[] = []
  let isHeld = false
  const release = () => {
    const next = waiting.shift()
    if (!next) {
      isHeld = false
      return
    }
    clearTimeout(next.timer)
    next.admit()
  }
  const once = () => {
    let isReleased = false
    return () => {
      if (isReleased) return
      isReleased = true
      release()
    }
  }
  return {
    acquire: () => {
      if (!isHeld) {
        isHeld = true
        return Promise.resolve(once())
      }
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.splice(waiting.indexOf(waiter), 1)
          reject(new GatewayError('database', 'timed-out', { retryable: true, detail: 'the connection stayed busy' }))
        }, waitMs)
        const waiter: Waiter = { admit: () => resolve(once()), timer }
        waiting.push(waiter)
      })
    },
  }
}
