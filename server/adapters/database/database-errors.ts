import { GatewayError, type GatewayFailure } from '../../kernel/errors.ts'

/** The database couldn't do what was asked: it is away, busy, full or broken. Never a mistake in what was asked. */
class DatabaseError extends GatewayError {
  constructor(failure: GatewayFailure, extra: { retryable: boolean; detail: string; cause: unknown }) {
    super('database', failure, extra)
    this.name = 'DatabaseError'
  }
}

// https://sqlite.org/rescode.html, primary codes. What isn't here (a syntax error, a constraint, a misuse) is our own bug.
const CODES = new Map<number, readonly [GatewayFailure, boolean]>([
  [3, ['failed', false]], // PERM
  [5, ['timed-out', true]], // BUSY: another process held the file longer than we wait
  [6, ['timed-out', true]], // LOCKED
  [7, ['failed', false]], // NOMEM
  [8, ['failed', false]], // READONLY
  [9, ['timed-out', true]], // INTERRUPT
  [10, ['failed', false]], // IOERR
  [11, ['failed', false]], // CORRUPT
  [13, ['full', false]],
  [14, ['unreachable', false]], // CANTOPEN
  [15, ['failed', true]], // PROTOCOL: locking went wrong
  [26, ['failed', false]], // NOTADB
])

const codeOf = (cause: Error): number | null => {
  if ('errcode' in cause && typeof cause.errcode === 'number') return cause.errcode
  if ('errno' in cause && typeof cause.errno === 'number' && 'code' in cause) return cause.errno
  return null
}

export const isSqliteBusy = (cause: unknown): boolean => cause instanceof Error && ((codeOf(cause) ?? 0) & 0xff) === 5

/** What either SQLite driver throws, told by its result code; what is our own bug stays as it is. */
export const sqliteError = (cause: unknown): unknown => {
  if (!(cause instanceof Error) || cause instanceof GatewayError) return cause
  const code = codeOf(cause)
  const told = code === null || code < 0 ? undefined : CODES.get(code & 0xff)
  if (!told) return cause
  return new DatabaseError(told[0], { retryable: told[1], detail: `SQLite ${code}`, cause })
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
  ['28000', ['key-refused', false]],
  ['28P01', ['key-refused', false]],
  ['3D000', ['unreachable', false]],
])

// Lost connections, rollbacks to be tried again, resources, what is in use, interventions, the system's own failures. All
// other classes (data, constraints, syntax, names) are our own bugs.
const SQL_CLASSES = new Map<string, readonly [GatewayFailure, boolean]>([
  ['08', ['unreachable', true]],
  ['40', ['failed', true]],
  ['53', ['failed', false]],
  ['55', ['failed', false]],
  ['57', ['failed', false]],
  ['58', ['failed', false]],
])

const SYSTEM_CODES = new Set(
  'ECONNREFUSED ECONNRESET ENOTFOUND EAI_AGAIN EPIPE EHOSTUNREACH ENETUNREACH ENOENT EACCES'.split(' '),
)

const stateOf = (code: string): readonly [GatewayFailure, boolean] | null => {
  if (code === 'ETIMEDOUT') return ['timed-out', true]
  if (code === 'ENOSPC') return ['full', false]
  if (SYSTEM_CODES.has(code)) return ['unreachable', true]
  if (!/^[0-9A-Z]{5}$/.test(code)) return null
  return SQL_STATES.get(code) ?? SQL_CLASSES.get(code.slice(0, 2)) ?? null
}

/**
 * What `pg` throws, told by SQLSTATE or by the system's error code. A plain `Error` without either is how `pg` reports a
 * connection that ended or couldn't be had in time; subclasses (TypeError …) and mistakes in what was asked are our own
 * bugs and stay as they are.
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
  return new DatabaseError(state[0], { retryable: state[1], detail: `PostgreSQL ${code}`, cause })
}
