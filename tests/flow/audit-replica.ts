// A replica of its own process: records entries and seals as fast as it can. Says `ack REQUEST-ID` after each commit.
// Arguments: database URL, driver, name, how many entries (0: until it is killed).
import { openDatabase } from '../../server/adapters/database/open-database.ts'
import type { SqliteDriverName } from '../../server/adapters/database/open-sqlite.ts'
import { startSealer } from '../../server/features/audit-log/index.ts'
import { systemClock } from '../../server/kernel/clock.ts'
import { inTransaction } from '../../server/kernel/transaction.ts'
import { recordAudit } from '../../server/features/audit-log/index.ts'
import { aKernel, aNote, aSink } from './audit-kernel.ts'

const [url = '', driver = 'auto', name = '', count = '0'] = process.argv.slice(2)

const { db, close } = await openDatabase(url, { driver: driver as SqliteDriverName })
const kernel = { ...aKernel(db), clock: systemClock }
const sealer = startSealer(kernel, { sink: aSink().sink, intervalMs: 1 })

const recordOne = async (n: number) => {
  const requestId = `${name}-${n}`
  await inTransaction(db, async (tx) => {
    await recordAudit(tx, Date.now(), aNote({ requestId }))
    // Entries written first commit last now and then, so that ids and commits run in different orders.
    if (n % 5 === 0) await new Promise((resolve) => setTimeout(resolve, 3))
  })
  process.stdout.write(`ack ${requestId}\n`)
}

const wanted = Number(count) || Number.POSITIVE_INFINITY
for (let n = 1; n <= wanted; n += 4) await Promise.all([n, n + 1, n + 2, n + 3].map(recordOne))
await sealer.stop()
process.stdout.write(`failures ${sealer.status().sealingFailures}\n`)
await close()
