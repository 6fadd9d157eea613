import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { migrateToLatest } from '../../../server/adapters/database/migrate.ts'
import { openDatabase } from '../../../server/adapters/database/open-database.ts'
import type { Database, DatabaseKind } from '../../../server/ports/database.ts'
import { signatureOf } from '../../support/event-fixtures.ts'
import { chanceOf } from '../chance.ts'
import { driverOf } from '../driver-of.ts'

const CHILD = join(import.meta.dirname, 'doomed-inbox.ts')
const SECRET = 'whsec_doomed'
const SENDERS = 16
const SUBJECTS = 40
/** Longer than a lease, so that the next process needn't wait for the dead one's. */
const SHIFT_MS = 121_000
const PATIENCE_MS = 30_000

interface Child {
  readonly process: ChildProcess
  readonly url: string
}

interface Place {
  readonly url: string
  readonly kind: DatabaseKind
}

const startChild = async ({ url, kind }: Place, shiftMs: number): Promise<Child> => {
  const stdio = ['ignore', 'pipe', 'inherit'] as const
  const child = spawn(process.execPath, [CHILD, url, SECRET, String(shiftMs), kind], { stdio: [...stdio] })
  const told = child.stdout ? once(child.stdout, 'data') : Promise.resolve([''])
  const [said] = await Promise.race([told, once(child, 'exit').then(() => [null])])
  if (said === null) throw new Error('the companion ended before it was killed')
  return { process: child, url: `http://127.0.0.1:${Number(String(said))}/webhooks/stripe/main` }
}

const kill = async ({ process: child }: Child): Promise<void> => {
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

const bodyOf = (n: number): string =>
  JSON.stringify({
    object: 'event',
    id: `evt_${n}`,
    type: 'customer.updated',
    created: Math.floor(Date.now() / 1000),
    livemode: false,
    data: { object: { id: `cus_object_${n}`, object: 'thing', customer: `cus_${n % SUBJECTS}` } },
  })

interface Load {
  /** Numbers of the events that were answered with 2xx. */
  readonly acknowledged: Set<number>
  next: number
}

/** Sends until nobody answers any more; what was not answered is sent again later, as Stripe does. */
const send = async ({ url }: Child, load: Load, again: number[], shiftMs: number): Promise<void> => {
  const one = async (): Promise<void> => {
    for (;;) {
      const n = again.pop() ?? load.next++
      const body = bodyOf(n)
      const headers = {
        'content-type': 'application/json',
        'stripe-signature': signatureOf(body, SECRET, Date.now() + shiftMs),
      }
      const status = await fetch(url, { method: 'POST', headers, body }).then(
        (answer) => answer.status,
        () => null,
      )
      if (status === 200) load.acknowledged.add(n)
      else again.push(n)
      if (status === null) return
    }
  }
  await Promise.all(Array.from({ length: SENDERS }, one))
}

const untilApplied = async (db: Database): Promise<number> => {
  const until = Date.now() + PATIENCE_MS
  for (;;) {
    const waiting = await db.selectFrom('stripeEvent').select('stripeId').where('state', '=', 'waiting').execute()
    if (waiting.length === 0 || Date.now() > until) return waiting.length
    await pause(100)
  }
}

const problemsOf = async (db: Database, { acknowledged }: Load): Promise<string[]> => {
  const problems: string[] = []
  const waiting = await untilApplied(db)
  if (waiting > 0) problems.push(`${waiting} events still wait`)
  const kept = new Set(
    (await db.selectFrom('stripeEvent').select('stripeId').execute()).map(({ stripeId }) => stripeId),
  )
  for (const n of acknowledged) if (!kept.has(`evt_${n}`)) problems.push(`evt_${n} was acknowledged and is lost`)
  const traces = await db.selectFrom('auditEntry').select('subjectId').where('action', '=', 'event.traced').execute()
  const counts = Map.groupBy(traces, ({ subjectId }) => subjectId)
  for (const id of kept) {
    const times = counts.get(id.replace('evt_', 'cus_object_'))?.length ?? 0
    if (times !== 1) problems.push(`${id} was applied ${times} times`)
  }
  return problems
}

export interface KilledInbox {
  readonly seed: number
  readonly problems: readonly string[]
  readonly counts: { readonly kills: number; readonly acknowledged: number }
}

/** Kills the process that hears Stripe, with `kill -9` under load, up to three times; another goes on each time. */
export const killInbox = async (place: Place, seed: number): Promise<KilledInbox> => {
  const chance = chanceOf(seed)
  const { db, close } = await openDatabase(place.url, driverOf(place.kind))
  const kills = chance.whole(1, 3)
  const load: Load = { acknowledged: new Set(), next: 0 }
  const again: number[] = []
  try {
    await migrateToLatest(db)
    for (let n = 0; n < kills; n++) {
      const child = await startChild(place, n * SHIFT_MS)
      const sending = send(child, load, again, n * SHIFT_MS)
      await pause(chance.whole(100, 900))
      await kill(child)
      await sending
    }
    const last = await startChild(place, kills * SHIFT_MS)
    const problems = await problemsOf(db, load)
    await kill(last)
    return { seed, problems, counts: { kills, acknowledged: load.acknowledged.size } }
  } finally {
    await close()
  }
}
