// An entry exists exactly when the work it tells of was committed, can't be changed afterwards through the database's
// ordinary doors, and lets go of personal values when they are erased.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { checkChain } from '../../server/features/audit-log/check-chain.ts'
import { erasePersonal, recordAudit, startSealer } from '../../server/features/audit-log/index.ts'
import { inTransaction } from '../../server/kernel/transaction.ts'
import { systemActor } from '../../server/kernel/actor.ts'
import { eachDatabase, type FreshDatabase } from '../support/databases.ts'
import { aKernel, aNote, aSink, aStaff, NOON, record, recordMany } from './audit-kernel.ts'

eachDatabase((_, open) => {
  let fresh: FreshDatabase
  beforeAll(async () => {
    fresh = await open()
  })
  const entries = () => fresh.db.selectFrom('auditEntry').selectAll().orderBy('at').orderBy('id').execute()

  it('is written with the work, and goes with it when it rolls back', async () => {
    const failing = inTransaction(fresh.db, async (tx) => {
      await recordAudit(tx, NOON, aNote({ action: 'never.happened' }))
      throw new Error('the work failed')
    })
    await expect(failing).rejects.toThrow('the work failed')
    await record(fresh.db, NOON)
    expect((await entries()).map(({ action }) => action)).toEqual(['team.verified'])
  })

  it('holds salted hashes of personal values, never the values', async () => {
    await record(fresh.db, NOON + 1, { personal: { subjectName: 'شركة النخيل', email: 'a@b.example' } })
    const [, entry] = await entries()
    const personal = await fresh.db
      .selectFrom('auditPersonal')
      .selectAll()
      .where('entryId', '=', entry!.id)
      .orderBy('field')
      .execute()
    expect(personal.map(({ field, value }) => [field, value])).toEqual([
      ['actorName', 'Priya Raman'],
      ['email', 'a@b.example'],
      ['subjectName', 'شركة النخيل'],
    ])
    expect(entry!.details).not.toMatch(/Priya|example|شركة/)
    const hashes = (JSON.parse(entry!.details) as { personal: Record<string, string> }).personal
    for (const { field, salt, value } of personal) {
      const hash = createHash('sha256').update(Buffer.from(salt, 'hex')).update(value).digest('hex')
      expect(hashes[field]).toBe(hash)
    }
    expect(new Set(personal.map(({ salt }) => salt)).size).toBe(3)
  })

  it('takes whatever a ticket holds: null bytes, lone surrogates, a megabyte', async () => {
    const reason = `a\u0000b\ud800${'x'.repeat(1_000_000)}`
    await record(fresh.db, NOON + 2, { reason, personal: { subjectName: '\u0000' }, actor: systemActor('webhooks') })
    const entry = (await entries()).at(-1)!
    expect(entry.reason).toBe(`a\ufffdb\ufffd${'x'.repeat(1_000_000)}`)
    expect(entry).toMatchObject({ actorKind: 'system', actorId: 'system:webhooks', device: null })
  })

  it('refuses details that would pass for the hashes', async () => {
    await expect(record(fresh.db, NOON, { details: { personal: {} } })).rejects.toThrow('broken invariant')
  })

  describe('sealed', () => {
    beforeAll(async () => {
      await recordMany(fresh.db, NOON + 10, 5)
      await startSealer(aKernel(fresh.db), { sink: aSink().sink, intervalMs: 1e6 }).sealNow()
    })

    it('can neither be changed nor deleted', async () => {
      const statements = [
        "update audit_entry set reason = 'another'",
        'update audit_entry set at = at',
        'delete from audit_entry',
        "update audit_seal set hash = 'x'",
        'delete from audit_seal where sequence = 5',
        "update audit_checkpoint set signature = 'x'",
        'delete from audit_checkpoint',
        ...(fresh.db.kind === 'postgres' ? ['truncate audit_entry cascade', 'truncate audit_checkpoint'] : []),
        ...(fresh.db.kind === 'postgres' ? [] : ['replace into audit_checkpoint select * from audit_checkpoint']),
      ]
      for (const statement of statements)
        await expect(sql.raw(statement).execute(fresh.db), statement).rejects.toThrow()
      expect(await checkChain(aKernel(fresh.db))).toMatchObject({ intact: true, entries: 8 })
    })

    it('lets go of personal values, and the chain still verifies', async () => {
      await record(fresh.db, NOON + 20, {
        actor: aStaff({ id: 'stf_jonas', name: 'Jonas Whitlock' }),
        subject: { kind: 'team', id: 'other' },
        personal: { subjectName: 'Quayside Cranes' },
      })
      const names = async () => {
        const rows = await fresh.db.selectFrom('auditPersonal').select(['field', 'value']).execute()
        return new Set(rows.map(({ field, value }) => `${field}: ${value}`))
      }
      await inTransaction(fresh.db, (tx) => erasePersonal(tx, { kind: 'team', id: '9mHt4RsPqe' }))
      expect(await names()).toEqual(
        new Set(['actorName: Priya Raman', 'actorName: Jonas Whitlock', 'subjectName: Quayside Cranes']),
      )
      await inTransaction(fresh.db, (tx) => erasePersonal(tx, { kind: 'staff', id: 'stf_priya' }))
      expect(await names()).toEqual(new Set(['actorName: Jonas Whitlock', 'subjectName: Quayside Cranes']))
      expect(await checkChain(aKernel(fresh.db))).toMatchObject({ intact: true })
    })
  })
})
