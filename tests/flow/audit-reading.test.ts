// Those who may, read and export the log; that they did stands in it. Those who may not, see nothing of it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ERRORS } from '@countersign/shared/errors'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { auditVerifyCommand } from '../../server/app/commands/audit-verify.ts'
import { startSealer } from '../../server/features/audit-log/index.ts'
import { auditRouter } from '../../server/features/audit-log/router.ts'
import { registerAuditRoutes } from '../../server/features/audit-log/routes.ts'
import { type StaffActor, systemActor } from '../../server/kernel/actor.ts'
import { errorCodeOf } from '../../server/kernel/errors.ts'
import type { Database } from '../../server/ports/database.ts'
import { eachDatabase } from '../support/databases.ts'
import { aKernel, aSink, aStaff, NOON, record, recordMany } from './audit-kernel.ts'

const folder = mkdtempSync(join(tmpdir(), 'countersign-reading-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const SUPPORT = aStaff({ id: 'stf_kofi', name: 'Kofi Baptiste-Okafor', roles: ['support', 'finance', 'approver'] })

eachDatabase((_, open) => {
  let db: Database
  let kernel: ReturnType<typeof aKernel>
  const seal = () => startSealer(kernel, { sink: aSink().sink, intervalMs: 1e6 }).sealNow()
  const as = (staff: StaffActor | null) =>
    auditRouter.createCaller({ kernel, staff, requestId: 'req_1', address: '127.0.0.1' })
  const auditor = () => as(aStaff())

  beforeEach(async () => {
    db = (await open()).db
    kernel = aKernel(db, { at: NOON + 1000 })
  })

  it('is closed to those who may not read it', async () => {
    for (const call of ['page', 'check', 'publicKey', 'facets', 'entry'] as const) {
      const input = { id: 'aud_1' }
      const ask = (staff: StaffActor | null) => as(staff)[call](input as never)
      await expect(ask(null)).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
      await expect(ask(SUPPORT)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    }
    expect(await db.selectFrom('auditEntry').selectAll().execute()).toEqual([])
  })

  it('shows pages newest first, each entry once, while new ones are written', async () => {
    await recordMany(db, NOON, 25)
    await seal()
    const first = await auditor().page({ limit: 10 })
    expect(first.matches).toBe(26)
    expect(first.entries[0]).toMatchObject({ action: 'audit.opened', sequence: null, hash: null })
    expect(first.entries[1]).toMatchObject({
      sequence: 25,
      actor: { kind: 'staff', id: 'stf_priya', name: 'Priya Raman', device: 'desktop Linux' },
      subject: { kind: 'team', id: '9mHt4RsPqe', name: null },
      ticket: '#51877',
    })
    expect(first.checkpoints.map(({ sequence }) => sequence)).toEqual([25])
    await record(db, NOON + 2000)
    const second = await auditor().page({ limit: 10, cursor: first.nextCursor! })
    const third = await auditor().page({ limit: 10, cursor: second.nextCursor! })
    expect(third.nextCursor).toBeNull()
    const sequences = [...first.entries.slice(1), ...second.entries, ...third.entries].map((entry) => entry.sequence)
    expect(sequences).toEqual(Array.from({ length: 25 }, (_, i) => 25 - i))
    await expect(auditor().page({ cursor: 'nonsense' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })

  it('counts looking as opening: once per filter in a while, however often the screen asks', async () => {
    const looks = async () => (await auditor().page({ filter: { action: 'audit.opened' } })).entries
    await auditor().page({})
    kernel.clock.advance(1)
    await auditor().page({})
    const [byFilter, plain, ...others] = await looks()
    expect(byFilter?.details).toMatchObject({ filter: { action: 'audit.opened' } })
    expect(plain?.details).toMatchObject({ filter: {} })
    expect(others).toEqual([])
    expect(await looks()).toHaveLength(2)
    kernel.clock.advance(3_600_000)
    expect(await looks()).toHaveLength(3)
  })

  it('filters by time, person, verb, outcome, thing and ticket', async () => {
    const jonas = aStaff({ id: 'stf_jonas', name: 'Jonas Whitlock' })
    await record(db, NOON)
    await record(db, NOON + 1, { actor: jonas, action: 'staff.signed-in', subject: { kind: 'staff', id: 'stf_jonas' } })
    await record(db, NOON + 2, { outcome: 'refused', ticket: '#51902' })
    const found = async (filter: object) => {
      const page = await auditor().page({ filter, cursor: `${NOON + 500}.aud_${'Z'.repeat(26)}` })
      expect(page.matches).toBe(page.entries.length)
      return page.entries.map((entry) => Date.parse(entry.at) - NOON)
    }
    const iso = (ms: number) => new Date(NOON + ms).toISOString()
    expect(await found({ from: iso(1), to: iso(2) })).toEqual([1])
    expect(await found({ actorId: 'stf_jonas' })).toEqual([1])
    expect(await found({ action: 'team.verified' })).toEqual([2, 0])
    expect(await found({ outcome: 'refused' })).toEqual([2])
    expect(await found({ subjectId: '9mHt4RsPqe', outcome: 'done' })).toEqual([0])
    expect(await found({ ticket: '#51902' })).toEqual([2])
    expect(await found({ ticket: "' or 1=1 --" })).toEqual([])
  })

  it('opens one entry with its personal values and the checkpoint over it', async () => {
    await record(db, NOON, { personal: { subjectName: 'Quayside Cranes' } })
    await seal()
    const { id } = (await auditor().page({})).entries.at(-1)!
    expect(await auditor().entry({ id })).toMatchObject({
      entry: { id, sequence: 1, subject: { name: 'Quayside Cranes' }, previousHash: '0'.repeat(64) },
      personal: { actorName: 'Priya Raman', subjectName: 'Quayside Cranes' },
      coveredBy: { sequence: 1 },
    })
    await expect(auditor().entry({ id: 'aud_none' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('checks the chain and names verbs and people for the filters', async () => {
    await record(db, NOON, { actor: systemActor('webhooks'), action: 'tenant.suspended' })
    await record(db, NOON, { actor: aStaff({ name: 'Priya R.' }) })
    await record(db, NOON + 1)
    await seal()
    expect(await auditor().check()).toMatchObject({ intact: true, entries: 3, checkpoints: 1 })
    expect(await auditor().facets()).toEqual({
      actions: ['team.verified', 'tenant.suspended'],
      actors: [
        { kind: 'staff', id: 'stf_priya', name: 'Priya Raman' },
        { kind: 'system', id: 'system:webhooks', name: 'webhooks' },
      ],
    })
  })

  describe('the export', () => {
    let app: FastifyInstance
    let asking: StaffActor | null
    const exported = (query = '') => app.inject({ url: `/audit/export${query}` })
    const verifyWith = async (body: string) => {
      const said: string[] = []
      const io = { env: {}, out: (line: string) => said.push(line), err: (line: string) => said.push(line) }
      const [file, key] = [join(folder, 'audit.jsonl'), join(folder, 'key.pem')]
      writeFileSync(file, body)
      writeFileSync(key, (await auditor().publicKey()).pem)
      const code = await auditVerifyCommand.run([file, '--key', key, '--json'], io)
      return { code, ...(JSON.parse(said[0]!) as object) }
    }

    beforeAll(() => {
      asking = null
    })
    beforeEach(() => {
      app = Fastify()
      app.setErrorHandler((error, _request, reply) => {
        const code = errorCodeOf(error)
        return reply.code(ERRORS[code].status).send({ code })
      })
      registerAuditRoutes(app, kernel, { authenticate: async () => asking })
    })

    it('is refused to those who may not, before anything is read or written', async () => {
      asking = null
      expect((await exported()).statusCode).toBe(401)
      asking = SUPPORT
      expect((await exported()).statusCode).toBe(403)
      expect(await db.selectFrom('auditEntry').selectAll().execute()).toEqual([])
    })

    it('is a file that audit-verify accepts, without personal values, and is itself recorded', async () => {
      await recordMany(db, NOON, 30)
      await seal()
      asking = aStaff()
      const answer = await exported()
      expect(answer.statusCode).toBe(200)
      expect(answer.headers['content-disposition']).toBe('attachment; filename="audit-2026-11-21.jsonl"')
      expect(answer.body).not.toContain('Priya')
      expect(await verifyWith(answer.body)).toMatchObject({ code: 0, entries: 30, checkpoints: 1, isWhole: true })
      const [entry] = (await auditor().page({ filter: { action: 'audit.exported' } })).entries
      expect(entry).toMatchObject({ actor: { id: 'stf_priya' }, details: { from: 1, upTo: 30, isWhole: true } })
    })

    it('can be a range; a range that makes no sense is refused', async () => {
      await recordMany(db, NOON, 30)
      await seal()
      asking = aStaff()
      expect(await verifyWith((await exported('?from=5&to=9')).body)).toMatchObject({
        code: 0,
        entries: 5,
        isWhole: false,
        firstSequence: 5,
        lastSequence: 9,
      })
      for (const query of ['?from=0', '?from=9&to=5', '?from=x', '?to=1e999', '?filter=mine'])
        expect((await exported(query)).statusCode, query).toBe(400)
    })

    it('of an empty log is a header', async () => {
      asking = aStaff()
      expect(await verifyWith((await exported()).body)).toMatchObject({ code: 0, entries: 0 })
    })
  })
})
