import { GatewayError, type GatewayFailure } from '../../kernel/errors.ts'

export type Constraint = 'unique' | 'foreign-key' | 'check' | 'not-null' | 'trigger'

/** A failed statement. `constraint` says which rule of the schema refused it, when one did. */
export class DatabaseError extends GatewayError {
  readonly constraint: Constraint | null

  constructor(
    failure: GatewayFailure,
    extra: { retryable: boolean; detail: string; cause: unknown; constraint?: Constraint },
  ) {
    super('database', failure, extra)
    this.name = 'DatabaseError'
    this.constraint = extra.constraint ?? null
  }
}

const CODES = new Map<number, readonly [GatewayFailure, boolean]>([
  [5, ['timed-out', true]], // BUSY: another process held the file longer than we wait
  [6, ['timed-out', true]], // LOCKED
  [13, ['full', false]],
  [14, ['unreachable', false]], // CANTOPEN
])

// https://sqlite.org/rescode.html#constraint, extended codes
const CONSTRAINTS = new Map<number, Constraint>([
  [275, 'check'],
  [787, 'foreign-key'],
  [1299, 'not-null'],
  [1555, 'unique'],
  [1811, 'trigger'],
  [2067, 'unique'],
  [2579, 'unique'],
])

const SQLITE_CONSTRAINT = 19

const codeOf = (cause: Error): number | null => {
  if ('errcode' in cause && typeof cause.errcode === 'number') return cause.errcode
  if ('errno' in cause && typeof cause.errno === 'number' && 'code' in cause) return cause.errno
  return null
}

export const isSqliteBusy = (cause: unknown): boolean => cause instanceof Error && ((codeOf(cause) ?? 0) & 0xff) === 5

/** What either SQLite driver throws, told by its result code; anything without one is our own bug and stays as it is. */
export const sqliteError = (cause: unknown): unknown => {
  if (!(cause instanceof Error) || cause instanceof GatewayError) return cause
  const code = codeOf(cause)
  if (code === null || code < 0) return cause
  const [failure, retryable] = CODES.get(code & 0xff) ?? (['failed', false] as const)
  const constraint = (code & 0xff) === SQLITE_CONSTRAINT ? CONSTRAINTS.get(code) : undefined
  return new DatabaseError(failure, {
    retryable,
    detail: `SQLite ${code}`,
    cause,
    ...(constraint ? { constraint } : {}),
  })
}

// https://www.postgresql.org/docs/current/errcodes-appendix.html
const SQL_STATES = new Map<string, readonly [GatewayFailure, boolean]>([
  ['53100', ['full', false]],
  ['53300', ['unreachable', true]],
  ['57P01', ['unreachable', true]],
  ['57P02', ['unreachable', true]],
  ['57P03', ['unreachable', true]],
  ['57014', ['timed-out', true]],
  ['55P03', ['timed-out', true]],
  ['25P03', ['timed-out', true]],
  ['40001', ['failed', true]],
  ['40P01', ['failed', true]],
  ['28000', ['key-refused', false]],
  ['28P01', ['key-refused', false]],
  ['3D000', ['unreachable', false]],
])

const SQL_CONSTRAINTS = new Map<string, Constraint>([
  ['23505', 'unique'],
  ['23503', 'foreign-key'],
  ['23514', 'check'],
  ['23502', 'not-null'],
  ['23001', 'trigger'],
])

const SYSTEM_CODES = new Set(
  'ECONNREFUSED ECONNRESET ENOTFOUND EAI_AGAIN EPIPE EHOSTUNREACH ENETUNREACH ENOENT EACCES'.split(' '),
)

const stateOf = (code: string): readonly [GatewayFailure, boolean] | null => {
  if (code === 'ETIMEDOUT') return ['timed-out', true]
  if (code === 'ENOSPC') return ['full', false]
  if (SYSTEM_CODES.has(code)) return ['unreachable', true]
  if (!/^[0-9A-Z]{5}$/.test(code)) return null
  return SQL_STATES.get(code) ?? (code.startsWith('08') ? ['unreachable', true] : ['failed', false])
}

/**
 * What `pg` throws, told by SQLSTATE or by the system's error code. A plain `Error` without either is how `pg` reports a
 * connection that ended or couldn't be had in time; subclasses (TypeError …) are our own bugs and stay as they are.
 */
export const postgresError = (cause: unknown): unknown => {
  if (!(cause instanceof Error) || cause instanceof GatewayError) return cause
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : null
  if (code === null) {
    if (cause.constructor !== Error) return cause
    return new DatabaseError('unreachable', { retryable: true, detail: 'connection lost', cause })
  }
  const state = stateOf(code)
  if (!state) return cause
  const constraint = SQL_CONSTRAINTS.get(code)
  return new DatabaseError(state[0], {
    retryable: state[1],
    detail: `PostgreSQL ${code}`,
    cause,
    ...(constraint ? { constraint } : {}),
  })
}
