import { ERRORS } from '@countersign/shared/errors'
import { LICENSE_OPERATIONS } from '@countersign/shared/licenses-api'
import type { Database } from '../../../server/ports/database.ts'
import { aLicense, openLicenseServer } from '../../support/license-server.ts'
import { chanceOf } from '../chance.ts'
import { hostileCall, type HostileCall, type Loot } from './hostile-call.ts'

export interface Attack {
  readonly seed: number
  readonly statuses: Readonly<Record<string, number>>
  /** Of the rules, by code. */
  readonly answers: Readonly<Record<string, number>>
  readonly problems: readonly string[]
}

const SEATS = 5

type Server = Awaited<ReturnType<typeof openLicenseServer>>

const lootOf = async (server: Server): Promise<Loot> => {
  const keys: string[] = []
  const held: Array<{ instance: string; token: string }> = []
  for (let n = 0; n < 4; n++) {
    const key = await server.issue(aLicense({ seats: SEATS }))
    const { body } = await server.activate(key)
    keys.push(key)
    held.push({ instance: body.instance, token: body.token })
  }
  return { keys, held }
}

interface Heard {
  readonly status: number
  readonly text: string
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const codeOf = (body: unknown): string => {
  const { verdict, code } = (body ?? {}) as { verdict?: string; code?: string }
  return code ?? verdict ?? 'none'
}

const problemOfRefusal = (url: string, { status, text }: Heard): string | null => {
  const { error } = (parsed(text) ?? {}) as { error?: { code?: string } }
  const isNamed = error?.code !== undefined && Object.hasOwn(ERRORS, error.code)
  return isNamed ? null : `${url} is ${status} without a code: ${text}`
}

const problemOf = ({ method, url }: HostileCall, heard: Heard): string | null => {
  const { status, text } = heard
  if (status >= 500) return `${method} ${url} is ${status}: ${text.slice(0, 200)}`
  if (method === 'HEAD' || method === 'OPTIONS') return null
  if (status >= 400) return problemOfRefusal(url, heard)
  const operation = Object.values(LICENSE_OPERATIONS).find(({ path }) => path === url.split('?')[0])
  const isKnown = operation?.replies.some((reply) => reply.safeParse(parsed(text)).success) ?? true
  return isKnown ? null : `${url} answered what isn’t in its schema: ${text.slice(0, 200)}`
}

const overgranted = async (db: Database, now: number): Promise<string[]> => {
  const rows = await db
    .selectFrom('instance')
    .select((row) => ['licenseId', row.fn.countAll<number | string>().as('count')])
    .where('seatUntil', '>', now)
    .where('environment', '=', 'production')
    .groupBy('licenseId')
    .execute()
  return rows.flatMap(({ licenseId, count }) => (Number(count) > SEATS ? [`${licenseId} holds ${count} seats`] : []))
}

const AT_ONCE = 32

/** So many generated calls against all routes of `/v1`. Every one has to be answered with a type, and none with a 5xx. */
export const attackLicenses = async (
  db: Database,
  { seed, calls }: { seed: number; calls: number },
): Promise<Attack> => {
  const server = await openLicenseServer(db, { settings: { callsPerMinute: 10_000_000 } })
  const chance = chanceOf(seed)
  const loot = await lootOf(server)
  const statuses: Record<string, number> = {}
  const answers: Record<string, number> = {}
  const problems: string[] = []
  const attack = async (): Promise<void> => {
    const call = hostileCall(chance, loot)
    const { payload, ...rest } = call
    const reply = await server.app.inject({ ...rest, ...(payload === undefined ? {} : { payload }) })
    const heard = { status: reply.statusCode, text: reply.body }
    statuses[heard.status] = (statuses[heard.status] ?? 0) + 1
    if (heard.status === 200) {
      const code = codeOf(parsed(heard.text))
      answers[code] = (answers[code] ?? 0) + 1
    }
    const problem = problemOf(call, heard)
    if (problem !== null && problems.length < 20) problems.push(problem)
  }
  for (let done = 0; done < calls; done += AT_ONCE) {
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, calls - done) }, attack))
    // Limits that are counted by the minute must not hide what lies behind them.
    server.clock.advance(1500)
  }
  problems.push(...(await overgranted(db, server.clock.now())))
  await server.close()
  return { seed, statuses, answers, problems }
}
