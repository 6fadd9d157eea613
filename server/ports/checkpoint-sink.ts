/** A signed statement that the audit chain had this hash at this sequence, with all that is needed to check it. */
export interface KeptCheckpoint {
  /** Id of the chain's first entry. */
  readonly companion: string
  readonly sequence: number
  readonly hash: string
  /** ISO 8601, UTC. */
  readonly at: string
  readonly keyId: string
  /** Ed25519, base64url. */
  readonly signature: string
}

/**
 * A place outside the database where checkpoints are kept, so that whoever can rewrite the database can't rewrite them
 * too. The sink itself knows what it holds; nothing about it is kept in the database.
 */
export interface CheckpointSink {
  /** For the log: which place. */
  readonly name: string
  /** The one written last, or null if there is none. Rejects if the place can't be read. */
  lastWritten(): Promise<KeptCheckpoint | null>
  /** Resolves once they are durable, in this order. Rejects otherwise; some may have been written. */
  write(checkpoints: readonly KeptCheckpoint[]): Promise<void>
}
