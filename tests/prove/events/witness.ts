import { PostgresAdapter, sql } from 'kysely'
import type { EventTable, EventUse } from '../../../server/features/webhooks/index.ts'
import { onCommit } from '../../../server/kernel/transaction.ts'
import type { Database } from '../../../server/ports/database.ts'

// What only somebody who watched can tell: that no event was applied twice, and that no older answer of Stripe's was written
// over a newer one. Both could pass unseen in an end state that happens to be right.

const TABLE = 'create table witness (stripe_id text not null, saw text not null)'

const SQLITE = [
  TABLE,
  `create trigger witness_kept after insert on stripe_event
   begin insert into witness values (new.stripe_id, 'kept'); end`,
  `create trigger witness_applied after update of state on stripe_event when new.state = 'applied'
   begin insert into witness values (new.stripe_id, 'applied'); end`,
]

const POSTGRES = [
  TABLE,
  `create function witness() returns trigger language plpgsql as
   $$ begin insert into witness values (new.stripe_id, tg_argv[0]); return null; end $$`,
  `create trigger witness_kept after insert on stripe_event for each row execute function witness('kept')`,
  `create trigger witness_applied after update of state on stripe_event for each row when (new.state = 'applied')
   execute function witness('applied')`,
]

/** Has the database itself write down each time that an event is kept and that it becomes applied. */
export const placeWitness = async (db: Database): Promise<void> => {
  const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter
  for (const statement of isPostgres ? POSTGRES : SQLITE) await sql.raw(statement).execute(db)
}

/** An answer with its place among all questions. */
class Answer {
  readonly asked: number
  readonly key: string
  readonly value: unknown

  constructor(asked: number, key: string, value: unknown) {
    this.asked = asked
    this.key = key
    this.value = value
  }
}

export interface Witness {
  /** The same table, watched. */
  readonly watch: (table: EventTable) => EventTable
  readonly counts: { answersWritten: number }
  /** Given how many events the doors and the listing took for new. */
  readonly problems: (db: Database, takenForNew: number) => Promise<string[]>
}

interface Seen {
  readonly stripeId: string
  readonly kept: number
  readonly applied: number
}

const listSeen = async (db: Database): Promise<Seen[]> => {
  const { rows } = await sql<Seen>`
    select stripe_id, sum(case when saw = 'kept' then 1 else 0 end) kept,
      sum(case when saw = 'applied' then 1 else 0 end) applied
    from witness group by stripe_id`.execute(db)
  return rows
}

const seenProblems = async (db: Database, takenForNew: number): Promise<string[]> => {
  const seen = await listSeen(db)
  const ended = await db.selectFrom('stripeEvent').select(['stripeId', 'state', 'problem']).execute()
  const states = new Map(ended.map((row) => [row.stripeId, row]))
  const problems: string[] = []
  for (const { stripeId, kept, applied } of seen) {
    const { state, problem } = states.get(stripeId) ?? { state: 'forgotten', problem: null }
    if (kept > 1) problems.push(`${stripeId} was kept ${kept} times`)
    if (applied > 1 || (state === 'applied' && applied === 0)) problems.push(`${stripeId} was applied ${applied} times`)
    if (state === 'failed') problems.push(`${stripeId} failed: ${problem}`)
  }
  // Fewer are right: a listing that another took over tells of none.
  if (takenForNew > seen.length) problems.push(`${takenForNew} events were taken for new, and ${seen.length} are`)
  return problems
}

export const createWitness = (): Witness => {
  const problems: string[] = []
  const counts = { answersWritten: 0 }
  const latest = new Map<string, number>()
  let questions = 0

  const note = (answers: readonly Answer[]) => {
    for (const { asked, key } of answers) {
      counts.answersWritten += 1
      const newest = latest.get(key) ?? 0
      if (asked < newest) problems.push(`${key}: an older answer was written after a newer one`)
      latest.set(key, Math.max(asked, newest))
    }
  }
  const watchUse = (use: EventUse): EventUse => ({
    ...use,
    read: async (kernel, id) => {
      questions += 1
      const asked = questions
      return new Answer(asked, `${use.name} of ${id}`, await use.read(kernel, id))
    },
    write: async (tx, values) => {
      const answers = values.filter((value) => value instanceof Answer)
      onCommit(tx, () => note(answers))
      await use.write(
        tx,
        values.map((value) => (value instanceof Answer ? value.value : value)),
      )
    },
  })
  return {
    counts,
    watch: (table) => {
      const watched = new Map([...table.values()].flat().map((use) => [use, watchUse(use)]))
      return new Map([...table].map(([type, uses]) => [type, uses.flatMap((use) => watched.get(use) ?? [])]))
    },
    problems: async (db, takenForNew) => [...problems, ...(await seenProblems(db, takenForNew))],
  }
}
