// Rule: whom a request is about never changes after it was made; executions of one subject run one after the other. A word
// on what became of an execution has a subject of its own: it is what that subject's money waits for.

/** Whom a request is about. `key` is what executions are serialised by. */
export interface Subject {
  readonly key: string
  readonly teamId: string | null
  readonly customerStripeId: string | null
  readonly name: string | null
  readonly ticket: string | null
  readonly verificationId: string | null
}

interface SubjectColumns {
  readonly subjectKey: string
  readonly teamId: string | null
  readonly customerStripeId: string | null
  readonly subjectName: string | null
  readonly ticket: string | null
  readonly verificationId: string | null
}

export const subjectOf = (row: SubjectColumns): Subject => ({
  key: row.subjectKey,
  teamId: row.teamId,
  customerStripeId: row.customerStripeId,
  name: row.subjectName,
  ticket: row.ticket,
  verificationId: row.verificationId,
})

/** What words on one execution are serialised by. */
export const resolutionKey = (executionId: string): string => `execution:${executionId}`
