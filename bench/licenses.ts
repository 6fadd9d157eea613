import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrateToLatest } from '../server/adapters/database/migrate.ts'
import { openDatabase } from '../server/adapters/database/open-database.ts'
import { inTransaction } from '../server/kernel/transaction.ts'
import type { Database } from '../server/ports/database.ts'
import { startPostgres } from '../tests/support/postgres.ts'
import { type Filled, fillLicenses, type HeldInstance } from './support/fill-licenses.ts'
import { percentile } from './support/latency.ts'
import type { LicenseChild } from './support/license-child.ts'
import { openRaw, type RawConnection } from './support/raw-http.ts'
import { type Bench, type ResultRow, type Say, toRow } from './support/results.ts'

// What a companion with 100,000 instances answers. The limit of a check is measured beside it, in the same run and under the same
// load: a bare Fastify that parses the call and signs once.

const CONNECTIONS = [1, 8, 64] as const
const MEASURE_MS = 3000
const WARM_MS = 2000

type Call = () => Promise<void>
type MakeCall = (connection: RawConnection) => Call

interface Figures {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
}

interface Running {
  readonly urls: readonly string[]
  stop(): Promise<void>
}

const startChild = async (kind: 'limit' | 'companion', url: string): Promise<{ child: ChildProcess; url: string }> => {
  const child = fork(join(import.meta.dirname, 'support', 'license-child.ts'), [kind, url])
  const [message] = (await once(child, 'message')) as [LicenseChild]
  return { child, url: message.url }
}

const start = async (kind: 'limit' | 'companion', url: string, processes = 1): Promise<Running> => {
  const children = await Promise.all(Array.from({ length: processes }, () => startChild(kind, url)))
  return {
    urls: children.map((each) => each.url),
    stop: async () => {
      for (const { child } of children) {
        const gone = once(child, 'exit')
        child.disconnect()
        await gone
      }
    },
  }
}

/** So many connections, each with one call at a time, spread over the processes. */
const load = async ({ urls }: Running, connections: number, makeCall: MakeCall): Promise<Figures> => {
  const opened = await Promise.all(
    Array.from({ length: connections }, (_nothing, i) => openRaw(urls[i % urls.length] ?? '')),
  )
  const calls = opened.map(makeCall)
  const times: number[] = []
  const run = async (until: number, call: Call): Promise<void> => {
    while (performance.now() < until) {
      const from = performance.now()
      await call()
      times.push(performance.now() - from)
    }
  }
  await Promise.all(calls.map((call) => run(performance.now() + WARM_MS, call)))
  times.length = 0
  const from = performance.now()
  await Promise.all(calls.map((call) => run(from + MEASURE_MS, call)))
  const tookMs = performance.now() - from
  for (const connection of opened) connection.close()
  const perSecond = (times.length * 1000) / tookMs
  return { perSecond, p50: percentile(times, 0.5), p99: percentile(times, 0.99) }
}

const checks = (instances: readonly HeldInstance[]): MakeCall => {
  let next = 0
  return (connection) => async () => {
    const held = instances[next++ % instances.length]
    if (!held) throw new Error('there are no instances')
    const nonce = randomBytes(32).toString('base64url')
    const call = { instance: held.instance, token: held.token, nonce, version: '4.2.0', releasedOn: '2026-11-01' }
    const reply = JSON.parse(await connection.post('/v1/licenses/check', JSON.stringify(call)))
    if (reply.verdict !== 'ok' || reply.notices?.length > 0)
      throw new Error(`a check was answered ${reply.code ?? 'so'}`)
    held.token = reply.token
  }
}

const activations = (keys: readonly string[]): MakeCall => {
  let next = 0
  return (connection) => async () => {
    const call = {
      key: keys[next++ % keys.length],
      product: 'loomfield',
      version: '4.2.0',
      releasedOn: '2026-11-01',
      name: 'node',
      environment: 'production',
      installId: randomBytes(16).toString('base64url'),
      nonce: randomBytes(32).toString('base64url'),
    }
    const reply = JSON.parse(await connection.post('/v1/licenses/activate', JSON.stringify(call)))
    if (reply.verdict !== 'ok') throw new Error(`an activation was answered ${reply.code}`)
  }
}

/** One row, one commit, as often as it goes; on PostgreSQL eight at a time. */
const commitsPerSecond = async (db: Database): Promise<number> => {
  const from = performance.now()
  const until = from + 2000
  let commits = 0
  const work = async (): Promise<void> => {
    while (performance.now() < until) {
      const row = { customerStripeId: `bench_${++commits}_${from}`, part: 'commit', value: '{}', asOf: 0 }
      await inTransaction(db, async (tx) => void (await tx.insertInto('keptPage').values(row).execute()))
    }
  }
  await Promise.all(Array.from({ length: db.kind === 'postgres' ? 8 : 1 }, work))
  return commits / 2
}

interface Place {
  readonly name: string
  readonly url: string
  readonly filled: Filled
  readonly db: Database
  readonly say: Say
}

const GOALS = { 1: 'ratio >= 0.1', 8: 'ratio >= 0.2', 64: 'ratio >= 0.5' } as const

const checkRows = async ({ name, url, filled, say }: Place): Promise<ResultRow[]> => {
  const limit = await start('limit', '')
  const companion = await start('companion', url)
  const rows: ResultRow[] = []
  for (const connections of CONNECTIONS) {
    // By turns, so that whatever else the machine does falls on both.
    const bare = await load(limit, connections, checks([{ instance: 'ins_00000000000000000000000000', token: 'x' }]))
    const real = await load(companion, connections, checks(filled.instances))
    const what = `${name}: checks, ${connections} connections`
    const beside = 'bare Fastify that signs once'
    const rate = { what, value: real.perSecond, unit: 'checks/s', beside, besideValue: bare.perSecond }
    const tail = { what: `${what}, p99`, value: real.p99, unit: 'ms', beside, besideValue: bare.p99 }
    rows.push(toRow({ ...rate, goal: GOALS[connections] }), toRow({ ...tail, goal: 'value <= 15' }))
    say(`${what}: p50 ${real.p50.toFixed(2)} ms, p99 ${real.p99.toFixed(2)} ms (bare: p50 ${bare.p50.toFixed(2)} ms)`)
  }
  await limit.stop()
  await companion.stop()
  return rows
}

const activationRows = async ({ name, url, filled, db, say }: Place): Promise<ResultRow[]> => {
  const rows: ResultRow[] = []
  for (const connections of CONNECTIONS) {
    const besideValue = await commitsPerSecond(db)
    const companion = await start('companion', url)
    const { perSecond: value, p50, p99 } = await load(companion, connections, activations(filled.keys))
    await companion.stop()
    const what = `${name}: activations, ${connections} connections`
    const goal = connections === 64 ? 'ratio >= 0.7' : 'ratio >= 0.1'
    rows.push(toRow({ what, value, unit: 'a second', beside: 'commits of one row', besideValue, goal }))
    say(`${what}: p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms`)
  }
  return rows
}

const processRows = async ({ name, url, filled }: Place): Promise<ResultRow[]> => {
  const rates = new Map<number, number>()
  for (const processes of [1, 2, 4]) {
    const companions = await start('companion', url, processes)
    rates.set(processes, (await load(companions, 64, checks(filled.instances))).perSecond)
    await companions.stop()
  }
  const besideValue = rates.get(1) ?? Number.NaN
  return [2, 4].map((processes) => {
    const what = `${name}: checks, 64 connections, ${processes} processes`
    const value = rates.get(processes) ?? Number.NaN
    return toRow({ what, value, unit: 'checks/s', beside: '1 process', besideValue, goal: 'ratio >= 1.6' })
  })
}

const rowsOf = async (name: string, url: string, say: Say): Promise<ResultRow[]> => {
  const { db, close } = await openDatabase(url, { driver: 'node:sqlite' })
  await migrateToLatest(db)
  const filled = await fillLicenses(db)
  say(`${name}: ${filled.instances.length} instances of ${filled.keys.length} licenses`)
  const place = { name, url, filled, db, say }
  const rows = await checkRows(place)
  const scaled = db.kind === 'postgres' ? await processRows(place) : []
  const activated = await activationRows(place)
  await close()
  return [...rows, ...scaled, ...activated]
}

export const bench: Bench = async (say) => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-'))
  const server = await startPostgres({ flushing: 'durable' })
  try {
    const sqlite = await rowsOf('SQLite', `sqlite:${join(folder, 'bench.db')}`, say)
    await server.createDatabase('bench')
    return [...sqlite, ...(await rowsOf('PostgreSQL', server.urlOf('bench'), say))]
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
