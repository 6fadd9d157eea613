import type { ErrorCode } from '@countersign/shared/errors'
import type { LicenseCode } from '@countersign/shared/license-codes'
import { LICENSE_OPERATIONS, type Refused } from '@countersign/shared/licenses-api'
import { MINUTE_MS } from '@countersign/shared/times'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { z } from 'zod'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { codeOfFailure } from '../../kernel/log-failure.ts'
import { hashKey, publishKeys, readKey } from '../licenses/index.ts'
import { activateInstance } from './activate-instance.ts'
import { checkInstance } from './check-instance.ts'
import { describeApi } from './describe-api.ts'
import { describeKey } from './describe-key.ts'
import { limitCalls } from './limit-calls.ts'
import { openParts } from './open-parts.ts'
import { releaseInstance } from './release-instance.ts'
import { watchGuesses } from './watch-guesses.ts'

/** Whole keys of ours: who mistypes shows none. */
const MOST_WHOLE = 10
/** Of any other form: typing errors, or keys of another system, which may be short enough to be found by trying. */
const MOST_OTHER = 100

type Call = keyof typeof LICENSE_OPERATIONS

export interface LicenseRouteOptions {
  /** Told of every call how it was answered. */
  readonly count: (call: Call, outcome: 'ok' | LicenseCode | ErrorCode) => void
}

const BODY_LIMIT_BYTES = 16_384
const CALLS_PER_MINUTE = 1200
const CALLS_PER_KEY = 600
const CALLS_PER_INSTANCE = 60

const parse = <Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> => {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.slice(0, 10).map(({ path, message }) => ({ path: path.join('.'), message }))
  throw new AppError('INPUT_INVALID', { data: { issues } })
}

const stop = (reply: FastifyReply, seconds: number, code: 'RATE_LIMITED' | 'TOO_MANY_ATTEMPTS'): void => {
  if (seconds === 0) return
  reply.header('retry-after', String(seconds))
  throw new AppError(code, { data: { retryAfterSeconds: seconds } })
}

type Answer = { readonly verdict: 'ok' } | Refused

/** Who may ask how often. Keys are counted by their hash: a limit must not keep what the database doesn't. */
const openGate = (kernel: Kernel) => {
  const whole = watchGuesses(kernel, MOST_WHOLE)
  const other = watchGuesses(kernel, MOST_OTHER)
  const perKey = limitCalls(kernel.clock, { most: CALLS_PER_KEY, windowMs: MINUTE_MS })
  const perInstance = limitCalls(kernel.clock, { most: CALLS_PER_INSTANCE, windowMs: MINUTE_MS })
  return {
    admitKey: (reply: FastifyReply, address: string, text: string): void => {
      stop(reply, whole.wait(address), 'TOO_MANY_ATTEMPTS')
      const key = readKey(text)
      if (key === null) stop(reply, other.wait(address), 'TOO_MANY_ATTEMPTS')
      else stop(reply, perKey.count(hashKey(kernel.keys, key)), 'RATE_LIMITED')
    },
    admitInstance: (reply: FastifyReply, instance: string): void =>
      stop(reply, perInstance.count(instance), 'RATE_LIMITED'),
    noteKey: async (address: string, answer: Answer): Promise<void> => {
      if (answer.verdict === 'refused' && answer.code === 'UNKNOWN_KEY')
        await (answer.details.isMistyped === true ? other : whole).note(address)
    },
  }
}

const callOf = (url: string | undefined): Call | null => {
  const calls = Object.keys(LICENSE_OPERATIONS) as Call[]
  return calls.find((call) => LICENSE_OPERATIONS[call].path === url) ?? null
}

/** What products call. An answer of the rules is a 200 with a verdict. */
export const registerLicenseRoutes = (app: FastifyInstance, kernel: Kernel, { count }: LicenseRouteOptions): void => {
  const parts = openParts(kernel)
  const gate = openGate(kernel)
  const max = kernel.settings.licenses?.callsPerMinute ?? CALLS_PER_MINUTE
  const options = { bodyLimit: BODY_LIMIT_BYTES, config: { rateLimit: { max, timeWindow: MINUTE_MS } } }
  const api = describeApi('1.0.0')
  const { describe, activate, check, release, keys } = LICENSE_OPERATIONS
  const counted = <Given extends Answer>(call: Call, answer: Given): Given => {
    count(call, answer.verdict === 'ok' ? 'ok' : answer.code)
    return answer
  }

  void app.register(async (scope) => {
    scope.addHook('onClose', () => parts.stop())
    scope.addHook('onError', async ({ routeOptions: { url } }, _reply, error) => {
      const call = callOf(url)
      if (call) count(call, codeOfFailure(error))
    })
    scope.post(describe.path, options, async ({ body, ip }, reply) => {
      const call = parse(describe.call, body)
      gate.admitKey(reply, ip, call.key)
      const answer = await describeKey(kernel, call)
      await gate.noteKey(ip, answer)
      return counted('describe', answer)
    })
    scope.post(activate.path, options, async ({ body, ip }, reply) => {
      const call = parse(activate.call, body)
      gate.admitKey(reply, ip, call.key)
      const answer = await activateInstance(parts, call, ip)
      await gate.noteKey(ip, answer)
      return counted('activate', answer)
    })
    scope.post(check.path, options, async ({ body, ip }, reply) => {
      const call = parse(check.call, body)
      gate.admitInstance(reply, call.instance)
      return counted('check', await checkInstance(parts, call, ip))
    })
    scope.post(release.path, options, async ({ body }, reply) => {
      const call = parse(release.call, body)
      gate.admitInstance(reply, call.instance)
      return counted('release', await releaseInstance(parts, call))
    })
    scope.get(keys.path, { config: options.config }, async (_request, reply) => {
      reply.header('cache-control', 'public, max-age=300')
      return publishKeys(kernel)
    })
    scope.get('/v1/openapi.json', { config: options.config }, () => api)
  })
}
