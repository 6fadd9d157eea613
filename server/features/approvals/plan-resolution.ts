import type { Finding } from '@countersign/shared/features/approvals'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Action, Subject } from './define-action.ts'
import { resolveExecution } from './resolve-execution.ts'
import { findRequest } from './store.ts'
import { resolutionKey, subjectOf } from './subject-rules.ts'

/** What somebody found out about the step that a request waits at. */
export interface Found {
  readonly requestId: string
  readonly step: string
  readonly finding: Finding
}

interface ResolutionPlan {
  readonly action: Action
  readonly subject: Subject
  readonly payload: Found
}

/** The action behind a finding, and whom it is about: whoever the request is about, without waiting for their turn. */
export const planResolution = async ({ db }: Pick<Kernel, 'db'>, found: Found): Promise<ResolutionPlan> => {
  const row = await findRequest(db, found.requestId)
  if (!row) throw new AppError('NOT_FOUND')
  const subject = { ...subjectOf(row), key: resolutionKey(row.id), verificationId: null }
  return { action: resolveExecution, subject, payload: found }
}
