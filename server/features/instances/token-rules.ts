// A check token names its epoch, its place in the chain of checks and the nonce that it answered. Since the answer to a call
// follows from the call alone, nothing has to be stored before the reply: a retry gets the same, a lost write is mended by the
// next check, and two copies of one store show by asking from the same place with different nonces.

export interface TokenParts {
  /** From 1. */
  readonly epoch: number
  /** From 0. */
  readonly sequence: number
  readonly nonceHash: string
}

export interface ReadToken extends TokenParts {
  readonly mac: string
}

const TOKEN = /^1[.]([1-9]\d{0,8})[.](0|[1-9]\d{0,14})[.]([A-Za-z0-9_-]{43})[.]([A-Za-z0-9_-]{43})$/

/** Null for what was never a token of ours. */
export const readToken = (text: string): ReadToken | null => {
  const [, epoch, sequence, nonceHash, mac] = TOKEN.exec(text) ?? []
  if (epoch === undefined || sequence === undefined || nonceHash === undefined || mac === undefined) return null
  return { epoch: Number(epoch), sequence: Number(sequence), nonceHash, mac }
}

/** What the MAC stands over. */
export const signedText = (instance: string, { epoch, sequence, nonceHash }: TokenParts): string =>
  `license-check-token/1\n${instance}\n${epoch}\n${sequence}\n${nonceHash}`

export const writeToken = ({ epoch, sequence, nonceHash }: TokenParts, mac: string): string =>
  `1.${epoch}.${sequence}.${nonceHash}.${mac}`

/**
 * `next`: the chain goes on, and the row has to follow. `retry`: the reply was lost, nothing moves. `clone`: another nonce
 * was answered from this place. `rolled-back`: older than that.
 */
export type TokenVerdict = 'next' | 'retry' | 'clone' | 'rolled-back' | 'old-epoch'

/** `given`: of a genuine token; `nonceHash`: of the call; `last`: the newest token known to have been given. */
export const judgeToken = (given: TokenParts, nonceHash: string, last: TokenParts): TokenVerdict => {
  if (given.epoch !== last.epoch) return 'old-epoch'
  if (given.sequence >= last.sequence) {
    // The same place, bound to another nonce than ours: somebody else got it.
    return given.sequence === last.sequence && given.nonceHash !== last.nonceHash ? 'clone' : 'next'
  }
  if (given.sequence + 1 < last.sequence) return 'rolled-back'
  return nonceHash === last.nonceHash ? 'retry' : 'clone'
}
