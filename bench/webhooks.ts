import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadSqlite3 } from '../server/adapters/database/sqlite3-port.ts'
import { startPostgres } from '../tests/support/postgres.ts'
import { idOf, lastName, objectsOf, type Round } from './support/customer-events.ts'
import { type InboxServer, startInboxServer } from './support/inbox-server.ts'
import { percentile } from './support/latency.ts'
import { median } from './support/middle.ts'
import { type Bench, type ResultRow, type Say, toRow } from './support/results.ts'
import { type Deliverer, startDeliverer } from './support/start-deliverer.ts'
import { type Peer, startPeer } from './support/sync-engine.ts'

const IN_FLIGHT = [1, 8, 64] as const
type InFlight = (typeof IN_FLIGHT)[number]
const EVENTS_EACH = { 1: 600, 8: 2000, 64: 4000 } as const
const ROUNDS = 3

const GOALS: Readonly<Record<'SQLite' | 'PostgreSQL', Readonly<Record<InFlight, string>>>> = {
  SQLite: { 1: 'ratio >= 2.5', 8: 'ratio >= 2.5', 64: 'ratio >= 4.5' },
  PostgreSQL: { 1: 'ratio >= 1.5', 8: 'ratio >= 1.5', 64: 'ratio >= 3' },
}

interface Contender {
  readonly what: string
  readonly engine: keyof typeof GOALS
  readonly server: InboxServer
}

interface Measured {
  readonly accepted: number
  readonly applied: number
  readonly p99Ms: number
  /** Customers that end in the older of their last two states. */
  readonly older: number
  readonly objects: number
}

let rounds = 0

const newRound = (count: number): Round => {
  rounds += 1
  return { name: `r${rounds}`, count, firstSecond: Math.floor(Date.now() / 1000) + 3600 }
}

const olderIn = (names: ReadonlyMap<string, string>, round: Round): number => {
  const ids = Array.from({ length: objectsOf(round) }, (_nothing, object) => idOf(round, object))
  return ids.filter((id) => names.get(id) !== lastName).length
}

const measure = async (
  deliverer: Deliverer,
  target: Pick<Peer, 'url' | 'names'> & Partial<Pick<InboxServer, 'untilApplied'>>,
  inFlight: InFlight,
): Promise<Measured> => {
  const round = newRound(EVENTS_EACH[inFlight])
  const { ms, times } = await deliverer.deliver({ url: target.url, round, inFlight })
  const answeredAt = performance.now()
  await target.untilApplied?.()
  const appliedMs = ms + performance.now() - answeredAt
  const perSecond = (duration: number) => (round.count * 1000) / duration
  return {
    accepted: perSecond(ms),
    applied: perSecond(appliedMs),
    p99Ms: percentile(times, 0.99),
    older: olderIn(await target.names(), round),
    objects: objectsOf(round),
  }
}

const middle = (measured: readonly Measured[], fact: 'accepted' | 'applied' | 'p99Ms'): number =>
  median(measured.map((each) => each[fact]))

const sum = (measured: readonly Measured[], fact: 'older' | 'objects'): number =>
  measured.reduce((total, each) => total + each[fact], 0)

interface Table {
  readonly speed: ResultRow[]
  readonly ours: Measured[]
  readonly peers: Measured[]
}

const rowsOf = (
  { what, engine }: Contender,
  inFlight: InFlight,
  { ours, peers, bare }: { ours: readonly Measured[]; peers: readonly Measured[]; bare: number },
): ResultRow[] => {
  const rate = { unit: 'events/s', value: middle(ours, 'applied') }
  const beside = `stripe-sync-engine on PostgreSQL, ${inFlight} in flight`
  const peer = { beside, besideValue: middle(peers, 'applied') }
  const commits = { beside: `bare rows, ${inFlight} to a commit`, besideValue: bare }
  const at = `${inFlight} in flight`
  return [
    toRow({ ...rate, ...peer, what: `${what}: accepted and applied, ${at}`, goal: GOALS[engine][inFlight] }),
    toRow({
      ...rate,
      ...peer,
      value: middle(ours, 'accepted'),
      what: `${what}: accepted, ${at}`,
      goal: GOALS[engine][inFlight],
    }),
    toRow({
      ...rate,
      ...commits,
      what: `${what}: accepted and applied, ${at}, of what commits allow`,
      goal: 'ratio >= 0.1',
    }),
  ]
}

/** In turns, so that a neighbour's busy minute hits all of them. */
const compare = async (
  contenders: readonly Contender[],
  peer: Peer,
  { deliverer, say }: { deliverer: Deliverer; say: Say },
): Promise<Table> => {
  const table: Table = { speed: [], ours: [], peers: [] }
  for (const inFlight of IN_FLIGHT) {
    const peers: Measured[] = []
    const ours = contenders.map(() => [] as Measured[])
    await measure(deliverer, peer, inFlight)
    for (const { server } of contenders) await measure(deliverer, server, inFlight)
    for (let n = 0; n < ROUNDS; n++) {
      peers.push(await measure(deliverer, peer, inFlight))
      for (const [i, { server }] of contenders.entries()) ours[i]?.push(await measure(deliverer, server, inFlight))
    }
    say(`stripe-sync-engine, ${inFlight} in flight: answered within ${middle(peers, 'p99Ms').toFixed(1)} ms (p99)`)
    for (const [i, contender] of contenders.entries()) {
      const own = ours[i] ?? []
      const bare = await contender.server.bareCommits(EVENTS_EACH[inFlight], inFlight)
      say(`${contender.what}, ${inFlight} in flight: answered within ${middle(own, 'p99Ms').toFixed(1)} ms (p99)`)
      table.speed.push(...rowsOf(contender, inFlight, { ours: own, peers, bare }))
      table.ours.push(...own)
    }
    table.peers.push(...peers)
  }
  return table
}

const share = (measured: readonly Measured[]): number => (100 * sum(measured, 'older')) / sum(measured, 'objects')

const correctnessOf = ({ ours, peers }: Table, contenders: readonly Contender[]): ResultRow[] => {
  const reads = contenders.reduce((total, { server }) => total + server.reads(), 0)
  // The rounds that warm up count as well: so many as there are rates to take.
  const events = ((ROUNDS + 1) / ROUNDS) * ours.reduce((total, { objects }) => total + objects * 10, 0)
  return [
    toRow({
      what: 'objects left in the older of two states of one second, all databases',
      value: share(ours),
      unit: '% of objects',
      beside: 'stripe-sync-engine',
      besideValue: share(peers),
      goal: 'value <= 0',
    }),
    toRow({
      what: 'reads asked of Stripe for 100 events',
      value: (100 * reads) / events,
      unit: 'reads',
      beside: 'one for each event',
      besideValue: 100,
      goal: 'ratio <= 0.3',
    }),
  ]
}

const isSqlite3Here = async (): Promise<boolean> =>
  loadSqlite3().then(
    () => true,
    () => false,
  )

export const bench: Bench = async (say) => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-'))
  const postgres = await startPostgres({ flushing: 'durable' })
  const deliverer = await startDeliverer()
  const closing: Array<() => Promise<void>> = []
  const open = async (what: string, engine: Contender['engine'], url: string): Promise<Contender> => {
    const driver = what.includes('sqlite3') ? 'sqlite3' : 'node:sqlite'
    const server = await startInboxServer(url, driver)
    closing.unshift(() => server.close())
    return { what, engine, server }
  }
  try {
    await postgres.createDatabase('ours')
    await postgres.createDatabase('peer')
    const peer = await startPeer(postgres.urlOf('peer'))
    closing.unshift(() => peer.close())
    const contenders = [
      await open('SQLite (node:sqlite)', 'SQLite', `sqlite:${join(folder, 'node.db')}`),
      ...((await isSqlite3Here())
        ? [await open('SQLite (sqlite3)', 'SQLite', `sqlite:${join(folder, 'sqlite3.db')}`)]
        : []),
      await open('PostgreSQL', 'PostgreSQL', postgres.urlOf('ours')),
    ]
    const table = await compare(contenders, peer, { deliverer, say })
    return [...table.speed, ...correctnessOf(table, contenders)]
  } finally {
    for (const close of closing) await close()
    await deliverer.stop()
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
