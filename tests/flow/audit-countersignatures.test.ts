// Guarantee: an approver's decision stands in the log with a countersignature that the log's own check and page hold to be
// valid, and that they name when it was changed.
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { askApproval } from '../../server/features/approvals/index.ts'
import { checkChain } from '../../server/features/audit-log/check-chain.ts'
import { openEntry } from '../../server/features/audit-log/open-entry.ts'
import { sealEntries } from '../../server/features/audit-log/seal-entries.ts'
import { proveSubject } from '../../server/features/cases/index.ts'
import { issueCredit } from '../../server/features/credits/index.ts'
import { type Approver, decide, proveTeam, seatApprover, seatStaff, someAsk } from '../support/approvals.ts'
import { type Desk, openDesk } from '../support/desk.ts'

let desk: Desk
let jonas: Approver
let entryId: string

const opened = () => openEntry(desk.kernel, { actor: jonas.actor, requestId: 'req_look' }, entryId)

beforeAll(async () => {
  desk = await openDesk()
  const ines = await seatStaff(desk.kernel, 'Ines Albrecht', ['support'])
  jonas = await seatApprover(desk.kernel, 'Jonas Whitlock', 'browser')
  await desk.stripe.customers.create({ metadata: { team: 'kestrel' } })
  const subject = await proveSubject(
    desk.kernel,
    await proveTeam(desk.kernel, ines, { teamId: 'kestrel', ticket: '#1' }),
  )
  const { id } = await askApproval(desk.kernel, { actor: ines, requestId: 'req_ask' }, issueCredit, {
    subject,
    payload: { amount: { amount: 900, currency: 'usd' }, reasonId: 'outage' },
    ask: someAsk(),
  })
  await decide(desk.kernel, jonas, id)
  const entry = await desk.kernel.db
    .selectFrom('auditEntry')
    .select('id')
    .where('action', '=', 'approval.approved')
    .executeTakeFirstOrThrow()
  entryId = entry.id
})
afterAll(() => desk.close())

test('the page says that it holds, by which key and where that key lies', async () => {
  expect((await opened()).decision).toEqual({
    signed: {
      keyId: jonas.key.keyId,
      place: 'browser',
      signedAt: new Date(desk.kernel.clock.now()).toISOString(),
      policyVersion: 1,
    },
    fault: null,
  })
})

test('the check of the chain counts it', async () => {
  await sealEntries(desk.kernel, null)
  expect(await checkChain(desk.kernel)).toMatchObject({ intact: true, countersignatures: 1 })
})

test('a signature that was changed is named, by the page and by the check', async () => {
  const { db } = desk.kernel
  const before = await db.selectFrom('auditEntry').select('details').where('id', '=', entryId).executeTakeFirstOrThrow()
  await sql.raw('drop trigger audit_entry_no_update').execute(db)
  const details = before.details.replace('"policyVersion":1', '"policyVersion":2')
  await db.updateTable('auditEntry').set({ details }).where('id', '=', entryId).execute()
  expect((await opened()).decision?.fault).toContain('doesn’t hold')
  expect((await checkChain(desk.kernel)).intact).toBe(false)
})
