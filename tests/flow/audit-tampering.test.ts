// Whoever owns the database can change it, triggers or not. The export, the public key and the checkpoints kept
// elsewhere show that it was done, and where.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { createCheckpointFile } from '../../server/adapters/checkpoint-file/checkpoint-file.ts'
import { auditExportCommand } from '../../server/app/commands/audit-export.ts'
import { auditVerifyCommand } from '../../server/app/commands/audit-verify.ts'
import { checkChain } from '../../server/features/audit-log/check-chain.ts'
import { readPublicKey, startSealer } from '../../server/features/audit-log/index.ts'
import type { Database } from '../../server/ports/database.ts'
import { eachDatabase } from '../support/databases.ts'
import { aKernel, KEYS, NOON, recordMany, sealsOf } from './audit-kernel.ts'

const folder = mkdtempSync(join(tmpdir(), 'countersign-tampering-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const KEY = join(folder, 'key.pem')
writeFileSync(KEY, readPublicKey(KEYS).pem)

let made = 0
const aPath = (name: string) => join(folder, `${++made}-${name}`)

const run = async (command: { run: typeof auditVerifyCommand.run }, ...args: string[]) => {
  const said: string[] = []
  const io = { env: {}, out: (line: string) => said.push(line), err: (line: string) => said.push(line) }
  return { code: await command.run(args, io), said: said.join('\n') }
}

/** What an administrator of the database can do and nobody else. */
const disarm = async (db: Database) => {
  if (db.kind === 'postgres') {
    for (const table of ['audit_entry', 'audit_seal', 'audit_checkpoint'])
      await sql.raw(`alter table ${table} disable trigger all`).execute(db)
    return
  }
  await sql.raw('pragma foreign_keys = off').execute(db)
  const { rows } = await sql<{ name: string }>`select name from sqlite_master where type = 'trigger'`.execute(db)
  for (const { name } of rows) await sql.raw(`drop trigger ${name}`).execute(db)
}

eachDatabase((_, open) => {
  let db: Database
  let checkpoints: string
  const exported = async (...range: string[]) => {
    const out = aPath('audit.jsonl')
    const openKernel = async () => ({ kernel: aKernel(db), close: async () => {} })
    expect(await run(auditExportCommand(openKernel), '--out', out, ...range)).toMatchObject({ code: 0 })
    return out
  }
  const verified = async (file: string, ...more: string[]) => {
    const { code, said } = await run(auditVerifyCommand, file, '--key', KEY, '--json', ...more)
    return { code, ...(JSON.parse(said) as { firstBroken: { sequence: number; why: string } | null }) }
  }
  const tamper = (statement: string) => sql.raw(statement).execute(db)

  beforeEach(async () => {
    db = (await open()).db
    checkpoints = aPath('checkpoints.jsonl')
    const kernel = aKernel(db)
    const sealer = startSealer(kernel, { sink: createCheckpointFile(checkpoints), intervalMs: 1e6 })
    await recordMany(db, NOON, 50)
    await sealer.sealNow()
    kernel.clock.advance(3_600_000)
    await recordMany(db, NOON + 1000, 20)
    await sealer.sealNow()
    await disarm(db)
  })

  it('finds nothing where nothing was done', async () => {
    const report = await verified(await exported(), '--checkpoint', checkpoints)
    expect(report).toMatchObject({ code: 0, entries: 70, checkpoints: 2, outsideCheckpoints: 2, coveredTo: 70 })
    expect(await verified(await exported('--from', '10', '--to', '20'))).toMatchObject({ code: 0, entries: 11 })
    expect(await checkChain(aKernel(db))).toMatchObject({ intact: true, checkpoints: 2 })
  })

  const changes = [
    "update audit_entry set reason = 'another' where id = (select entry_id from audit_seal where sequence = 42)",
    "update audit_entry set actor_id = 'stf_9' where id = (select entry_id from audit_seal where sequence = 42)",
    'update audit_entry set at = at + 1 where id = (select entry_id from audit_seal where sequence = 42)',
    `update audit_entry set details = '{"strength":"weak"}' where id = (select entry_id from audit_seal where sequence = 42)`,
    `update audit_entry set details = 'not JSON' where id = (select entry_id from audit_seal where sequence = 42)`,
    "update audit_seal set hash = 'ab' where sequence = 42",
    'update audit_seal set sealed_at = sealed_at + 1 where sequence = 42',
    'delete from audit_seal where sequence = 42',
    'delete from audit_entry where id = (select entry_id from audit_seal where sequence = 42)',
  ]
  it.each(changes)('finds: %s', async (change) => {
    await tamper(change)
    expect(await verified(await exported())).toMatchObject({ code: 1, firstBroken: { sequence: 42 } })
    expect(await checkChain(aKernel(db))).toMatchObject({ intact: false, firstBroken: { sequence: 42 }, entries: 41 })
  })

  it('finds a changed checkpoint', async () => {
    await tamper('update audit_checkpoint set at = at + 1 where sequence = 70')
    expect(await verified(await exported())).toMatchObject({ code: 1, firstBroken: { sequence: 70 } })
  })

  describe('a cut tail', () => {
    beforeEach(async () => {
      await tamper('delete from audit_checkpoint where sequence > 60')
      await tamper('delete from audit_personal')
      await tamper('delete from audit_entry where id in (select entry_id from audit_seal where sequence > 60)')
      await tamper('delete from audit_seal where sequence > 60')
    })

    it('is found from the export and a checkpoint kept elsewhere', async () => {
      const report = await verified(await exported(), '--checkpoint', checkpoints)
      expect(report).toMatchObject({ code: 1, firstBroken: { sequence: 61 } })
      expect(report.firstBroken?.why).toContain('The tail is cut')
    })

    it('is not claimed without one', async () => {
      expect(await verified(await exported())).toMatchObject({ code: 0, lastSequence: 60 })
    })

    it('is told of by the sealer, whose own file knows better', async () => {
      const said: string[] = []
      const log = { info: () => {}, warn: () => {}, error: (_: object, message: string) => void said.push(message) }
      await startSealer(aKernel(db, { log }), { sink: createCheckpointFile(checkpoints), intervalMs: 1e6 }).sealNow()
      expect(said).toEqual([expect.stringContaining('does not hold the checkpoint')])
      expect(readFileSync(checkpoints, 'utf8').match(/"sequence":70/)).not.toBeNull()
    })
  })

  it('finds a chain that was rewritten as a whole, with the companion’s own code, by an older checkpoint', async () => {
    await tamper(
      "update audit_entry set reason = 'another' where id = (select entry_id from audit_seal where sequence = 42)",
    )
    await tamper('delete from audit_checkpoint')
    await tamper('delete from audit_seal')
    await startSealer(aKernel(db), { sink: createCheckpointFile(aPath('forger')), intervalMs: 1e6 }).sealNow()
    expect(await sealsOf(db)).toHaveLength(70)
    const file = await exported()
    expect(await verified(file)).toMatchObject({ code: 0 })
    const report = await verified(file, '--checkpoint', checkpoints)
    expect(report).toMatchObject({ code: 1 })
    expect(report.firstBroken?.why).toContain('rewritten')
  })

  it('refuses to write over a file, and tells wrong calls', async () => {
    const file = await exported()
    const openKernel = async () => ({ kernel: aKernel(db), close: async () => {} })
    expect(await run(auditExportCommand(openKernel), '--out', file)).toMatchObject({ code: 1 })
    for (const args of [[], ['--out', file, '--from', '0'], ['--out', file, '--from', '9', '--to', '3'], ['--what']])
      expect(await run(auditExportCommand(openKernel), ...args)).toMatchObject({ code: 2 })
  })
})
