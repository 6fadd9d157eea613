// Guarantee: a policy that was kept before a kind was known goes on ruling; what it doesn't name, one approver decides.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LATE_KINDS } from '@countersign/shared/features/action-kinds'
import { DEFAULT_POLICY } from '@countersign/shared/features/policy'
import { someAsk } from '../support/approvals.ts'
import { codeOf, type HostileDesk, openHostileDesk } from '../support/hostile-desk.ts'

let at: HostileDesk

beforeAll(async () => {
  at = await openHostileDesk()
  const rules = Object.fromEntries(
    Object.entries(DEFAULT_POLICY.rules).filter(([kind]) => !LATE_KINDS.some((late) => late === kind)),
  )
  const { updatesPercent: _late, ...early } = DEFAULT_POLICY
  const document = JSON.stringify({ ...early, requestHours: 24, rules })
  const row = { version: 1, document, requestId: null, createdAt: at.desk.kernel.clock.now() }
  await at.desk.kernel.db.insertInto('policyVersion').values(row).execute()
})
afterAll(() => at.desk.close())

test('what it doesn’t name, one approver decides', async () => {
  const wish = { kind: 'execution.resolve', requesterId: at.ines.id } as const
  const [kept] = await at.as(at.ines).policy.versions()
  expect(kept?.document).toMatchObject({ requestHours: 24, updatesPercent: 40 })
  if (!kept) throw new Error('no policy')
  const need = await at.as(at.ines).policy.tryOut({ ...wish, policy: kept.document })
  expect(need).toMatchObject({ approvers: 1, isDesktopOnly: false })
})

test('it can be changed, and whoever may propose it may also propose it again', async () => {
  const { kofi, mira, ines, as } = at
  const { id } = await as(kofi).policy.propose({ document: DEFAULT_POLICY, ask: someAsk('Three days again') })
  await as(kofi).approvals.withdraw({ id })
  const again = { id, requestKey: someAsk().requestKey }
  expect(await as(ines).approvals.renew(again).catch(codeOf)).toBe('NOT_FOUND')
  const renewed = await as(kofi).approvals.renew(again)
  await at.word(mira, renewed.id)
  await at.run()
  const versions = await as(kofi).policy.versions()
  expect(versions.map(({ document }) => document.requestHours)).toEqual([72, 24])
})

test('whoever may not ask for a kind any more can’t renew it either', async () => {
  const { kofi, as } = at
  const document = { ...DEFAULT_POLICY, requestHours: 12 }
  const { id } = await as(kofi).policy.propose({ document, ask: someAsk('Half a day') })
  await as(kofi).approvals.withdraw({ id })
  const asSupport = as({ ...kofi, roles: ['support'] })
  const renewed = asSupport.approvals.renew({ id, requestKey: someAsk().requestKey })
  expect(await renewed.catch(codeOf)).toBe('FORBIDDEN')
})
