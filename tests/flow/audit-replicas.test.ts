// Two replicas, each a process of its own, that write and seal at once leave one unbroken chain with each entry once;
// so does one that is killed at any moment.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { checkChain } from '../../server/features/audit-log/check-chain.ts'
import { startSealer } from '../../server/features/audit-log/index.ts'
import type { Database, DatabaseKind } from '../../server/ports/database.ts'
import { eachDatabase } from '../support/databases.ts'
import { aKernel, aSink, sealsOf } from './audit-kernel.ts'

const SCRIPT = fileURLToPath(new URL('audit-replica.ts', import.meta.url))

interface Replica {
  readonly url: string
  readonly kind: DatabaseKind
  readonly name: string
  /** How many entries it writes; 0: until it is killed. */
  readonly count: number
  readonly killAfter?: number
}

const replica = ({ url, kind, name, count, killAfter = Number.POSITIVE_INFINITY }: Replica) => {
  const driver = kind === 'postgres' ? 'auto' : kind
  const child = spawn(process.execPath, [SCRIPT, url, driver, name, String(count)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const acknowledged: string[] = []
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line.startsWith('ack ')) acknowledged.push(line.slice(4))
    if (acknowledged.length >= killAfter) child.kill('SIGKILL')
  })
  return new Promise<{ acknowledged: string[]; code: number | null }>((resolve) =>
    child.on('close', (code) => resolve({ acknowledged, code })),
  )
}

const requestIds = async (db: Database): Promise<string[]> => {
  const rows = await db
    .selectFrom('auditSeal as s')
    .innerJoin('auditEntry as e', 'e.id', 's.entryId')
    .select('e.requestId')
    .execute()
  return rows.map((row) => row.requestId ?? '').toSorted()
}

eachDatabase((kind, open) => {
  it('two at once: one chain, each entry once', async () => {
    const { db, url } = await open()
    const [one, two] = await Promise.all(['one', 'two'].map((name) => replica({ url, kind, name, count: 200 })))
    expect([one!.code, two!.code]).toEqual([0, 0])
    await startSealer(aKernel(db), { sink: aSink().sink, intervalMs: 1e6 }).sealNow()
    expect(await checkChain(aKernel(db))).toMatchObject({ intact: true, entries: 400 })
    expect(await requestIds(db)).toEqual([...one!.acknowledged, ...two!.acknowledged].toSorted())
    expect((await sealsOf(db)).map(({ sequence }) => sequence)).toEqual(Array.from({ length: 400 }, (_, i) => i + 1))
  })

  it('killed again and again while writing and sealing: nothing acknowledged is lost, nothing is there twice', async () => {
    const { db, url } = await open()
    const acknowledged: string[] = []
    for (const [round, killAfter] of [1, 40, 93].entries()) {
      const ended = await replica({ url, kind, name: `round${round}`, count: 0, killAfter })
      expect(ended.code).toBeNull()
      acknowledged.push(...ended.acknowledged)
    }
    await startSealer(aKernel(db), { sink: aSink().sink, intervalMs: 1e6 }).sealNow()
    const sealed = await requestIds(db)
    expect(await checkChain(aKernel(db))).toMatchObject({ intact: true, entries: sealed.length })
    expect(new Set(sealed).size).toBe(sealed.length)
    expect(acknowledged.filter((id) => !sealed.includes(id))).toEqual([])
  })
})
