import { expect, test } from 'vitest'
import { AppError, GatewayError } from '../../../server/kernel/errors.ts'
import { codeOfFailure, logFailure } from '../../../server/kernel/log-failure.ts'

const refusedByServer = (statusCode: number) => Object.assign(new Error('no'), { statusCode })
const bug = new TypeError('ours')

test.each([
  ['a refusal', new AppError('FORBIDDEN', { detail: 'why' }), 'info', 'refused', { code: 'FORBIDDEN', detail: 'why' }],
  [
    'a gateway',
    new GatewayError('database', 'full', { retryable: false }),
    'warn',
    'gateway failed',
    { code: 'DATABASE_FULL', failure: 'database: full' },
  ],
  ['too large', refusedByServer(413), 'info', 'refused', { code: 'TOO_LARGE' }],
  ['too often', refusedByServer(429), 'info', 'refused', { code: 'RATE_LIMITED' }],
  ['no JSON', refusedByServer(400), 'info', 'refused', { code: 'INPUT_INVALID' }],
  ['the server itself', refusedByServer(500), 'error', 'broken invariant', { code: 'INTERNAL' }],
  ['a bug', bug, 'error', 'broken invariant', { code: 'INTERNAL', err: bug }],
])('%s is told to the log as what it is', (...[, cause, level, words, fields]) => {
  const said: unknown[] = []
  const at = (name: string) => (told: object, text: string) => said.push([name, told, text])
  logFailure({ info: at('info'), warn: at('warn'), error: at('error') }, { requestId: 'req', path: '/x' }, cause)
  expect(said).toEqual([[level, expect.objectContaining({ requestId: 'req', path: '/x', ...fields }), words]])
  expect(codeOfFailure(cause)).toBe(fields.code)
})
