import { describe, expect, test } from 'vitest'
import { postgresError, sqliteError } from '../../server/adapters/database/database-errors.ts'
import { createFairLock } from '../../server/adapters/database/fair-lock.ts'
import { createStatementCache, toSqliteValue } from '../../server/adapters/database/sqlite-port.ts'
import { AppError, GatewayError } from '../../server/kernel/errors.ts'

const withCode = (fields: object): Error => Object.assign(new Error('the words don’t matter'), fields)

describe('failures are told by code', () => {
  test.each([
    ['13', { errcode: 13 }, 'full', false],
    ['5', { errcode: 5 }, 'timed-out', true],
    ['261, an extended busy', { errcode: 261 }, 'timed-out', true],
    ['6', { errno: 6, code: 'SQLITE_LOCKED' }, 'timed-out', true],
    ['14', { errno: 14, code: 'SQLITE_CANTOPEN' }, 'unreachable', false],
    ['778, a failed write', { errcode: 778 }, 'failed', false],
    ['8', { errcode: 8 }, 'failed', false],
    ['10', { errno: 10, code: 'SQLITE_IOERR' }, 'failed', false],
    ['11', { errcode: 11 }, 'failed', false],
    ['26', { errcode: 26 }, 'failed', false],
  ])('SQLite %s', (_, fields, failure, retryable) => {
    expect(sqliteError(withCode(fields))).toMatchObject({ gateway: 'database', failure, retryable })
  })

  test.each([
    ['53100', 'full', false],
    ['ENOSPC', 'full', false],
    ['53300', 'unreachable', true],
    ['57P01', 'unreachable', true],
    ['57P03', 'unreachable', true],
    ['08006', 'unreachable', true],
    ['08P01', 'unreachable', true],
    ['ECONNREFUSED', 'unreachable', true],
    ['ECONNRESET', 'unreachable', true],
    ['ETIMEDOUT', 'timed-out', true],
    ['57014', 'timed-out', true],
    ['55P03', 'timed-out', true],
    ['40001', 'failed', true],
    ['40P01', 'failed', true],
    ['28P01', 'key-refused', false],
    ['3D000', 'unreachable', false],
    ['53200', 'failed', false],
    ['55006', 'failed', false],
    ['25P03', 'timed-out', true],
    ['58030', 'failed', false],
  ])('PostgreSQL %s', (code, failure, retryable) => {
    expect(postgresError(withCode({ code }))).toMatchObject({ gateway: 'database', failure, retryable })
  })

  test.each([
    ['1, a syntax error or no such table', { errcode: 1 }],
    ['1299, not null', { errcode: 1299 }],
    ['2067, unique', { errcode: 2067 }],
    ['275, check', { errno: 275, code: 'SQLITE_CONSTRAINT' }],
    ['20, mismatch', { errcode: 20 }],
    ['21, misuse', { errcode: 21 }],
  ])('SQLite %s is our own bug and stays as it is', (_, fields) => {
    const cause = withCode(fields)
    expect(sqliteError(cause)).toBe(cause)
  })

  test.each(['42601', '42P01', '23505', '23514', '23502', '22001', '22P02', '25P02', '21000', '42501'])(
    'PostgreSQL %s is our own bug and stays as it is',
    (code) => {
      const cause = withCode({ code })
      expect(postgresError(cause)).toBe(cause)
    },
  )

  test('a connection that ended has no code, and may be tried again', () => {
    expect(postgresError(new Error('whatever'))).toMatchObject({ failure: 'unreachable', retryable: true })
  })

  test.each([
    new TypeError('ours'),
    new AppError('FORBIDDEN'),
    new GatewayError('stripe', 'failed', { retryable: true }),
    'text',
  ])('%s stays as it is', (error) => {
    expect(postgresError(error)).toBe(error)
    expect(sqliteError(error)).toBe(error)
  })
})

describe('the one connection', () => {
  test('is given in the order of asking', async () => {
    const lock = createFairLock(10_000)
    const order: number[] = []
    const use = async (number: number) => {
      const release = await lock.acquire()
      order.push(number)
      release()
      release()
    }
    const first = await lock.acquire()
    const waiting = [1, 2, 3].map(use)
    first()
    await Promise.all(waiting)
    expect(order).toEqual([1, 2, 3])
  })

  test('that is never given back ends the wait with an error, and is free once it is', async () => {
    const lock = createFairLock(1)
    const release = await lock.acquire()
    await expect(lock.acquire()).rejects.toMatchObject({ failure: 'timed-out', retryable: true })
    release()
    await expect(lock.acquire()).resolves.toBeTypeOf('function')
  })
})

test('statements used last are kept, the others are dropped', () => {
  const dropped: string[] = []
  const kept = createStatementCache<string>(2, (statement) => dropped.push(statement))
  kept.put('a', 'A')
  kept.put('b', 'B')
  expect(kept.get('a')).toBe('A')
  kept.put('c', 'C')
  expect(dropped).toEqual(['B'])
  kept.clear()
  expect(dropped).toEqual(['B', 'A', 'C'])
})

test('what SQLite has no type for is refused', () => {
  expect([true, false, null, undefined, 1.5, 'x', 2n].map(toSqliteValue)).toEqual([1, 0, null, null, 1.5, 'x', 2n])
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, {}, [], new Date(), () => {}]) {
    expect(() => toSqliteValue(value)).toThrow(TypeError)
  }
})
