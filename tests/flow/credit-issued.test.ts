// Guarantee: a credit is issued once, for the proven team, after another person's countersignature over exactly what was
// asked; what the log keeps of it verifies without us.
import { createPublicKey, verify } from 'node:crypto'
import { canonicalJson, type Json } from '@countersign/shared/canonical'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listRequests } from '../../server/features/approvals/list-requests.ts'
import { readRequest } from '../../server/features/approvals/read-request.ts'
import { askApproval } from '../../server/features/approvals/index.ts'
import { ACTIONS } from '../../server/app/actions.ts'
import { proveSubject } from '../../server/features/cases/index.ts'
import { issueCredit } from '../../server/features/credits/index.ts'
import type { StaffActor } from '../../server/kernel/actor.ts'
import { AppError } from '../../server/kernel/errors.ts'
import { type Approver, decide, drive, proveTeam, seatApprover, seatStaff, someAsk } from '../support/approvals.ts'
import { type Desk, openDesk } from '../support/desk.ts'

let desk: Desk
let ines: StaffActor
let jonas: Approver

const codeOf = (error: unknown): string => (error instanceof AppError ? error.code : String(error))
const usd = (amount: number) => ({ amount, currency: 'usd' })

const aTeam = async (teamId: string) => {
  const customer = await desk.stripe.customers.create({ name: 'Kestrel Robotics', metadata: { team: teamId } })
  return customer.id
}

const askCredit = async (teamId: string, amount: number) => {
  const proof = await proveTeam(desk.kernel, ines, { teamId, ticket: `#${teamId}` })
  const subject = await proveSubject(desk.kernel, proof)
  return askApproval(desk.kernel, { actor: ines, requestId: 'req_ask' }, issueCredit, {
    subject,
    payload: { amount: usd(amount), reasonId: 'outage' },
    ask: someAsk(),
  })
}

const balanceOf = async (customer: string) => {
  const entries = await desk.stripe.customers.listBalanceTransactions(customer)
  return entries.data.map(({ amount }) => amount)
}

beforeAll(async () => {
  desk = await openDesk()
  ines = await seatStaff(desk.kernel, 'Ines Albrecht', ['support'])
  jonas = await seatApprover(desk.kernel, 'Jonas Whitlock')
})
afterAll(() => desk.close())

describe('a credit of 40.00 USD', () => {
  test('is requested, waits, is countersigned, and stands in Stripe once', async () => {
    const customer = await aTeam('kestrel')
    const { id, state } = await askCredit('kestrel', 4000)
    expect(state).toBe('requested')
    await drive(desk.kernel)
    expect(await balanceOf(customer)).toEqual([])

    expect(await decide(desk.kernel, jonas, id)).toBe('approved')
    await drive(desk.kernel)
    await drive(desk.kernel)
    expect(await balanceOf(customer)).toEqual([-4000])
    const request = await readRequest(desk.kernel, jonas.actor, ACTIONS, id)
    expect(request).toMatchObject({ state: 'done', outcome: { kind: 'done', surprises: [] }, mayDecide: false })
  })

  test('carries request, ticket, team and reason into Stripe', async () => {
    const customer = await aTeam('marlow')
    const { id } = await askCredit('marlow', 1234)
    await decide(desk.kernel, jonas, id)
    await drive(desk.kernel)
    const [entry] = (await desk.stripe.customers.listBalanceTransactions(customer)).data
    expect(entry).toMatchObject({
      amount: -1234,
      currency: 'usd',
      description: 'Outage (#marlow)',
      metadata: {
        countersign_request: id,
        ticket: '#marlow',
        team: 'marlow',
        reason: 'Two days without the dashboard',
      },
    })
  })

  test('leaves a countersignature in the log that anybody can verify', async () => {
    await aTeam('logged')
    const { id } = await askCredit('logged', 500)
    await decide(desk.kernel, jonas, id)
    const entry = await desk.kernel.db
      .selectFrom('auditEntry')
      .select('details')
      .where('action', '=', 'approval.approved')
      .where('subjectId', '=', id)
      .executeTakeFirstOrThrow()
    const { statement, signature, publicKey } = (
      JSON.parse(entry.details) as { countersignature: { statement: Json; signature: string; publicKey: string } }
    ).countersignature
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' })
    const isValid = verify(null, Buffer.from(canonicalJson(statement)), key, Buffer.from(signature, 'base64url'))
    expect(isValid).toBe(true)
  })
})

describe('who may decide', () => {
  test('not whoever asked, and the database says so too', async () => {
    await aTeam('own')
    const { id } = await askCredit('own', 700)
    const alsoApprover = { actor: { ...ines, roles: ['support', 'approver'] as const }, key: jonas.key }
    expect(await decide(desk.kernel, alsoApprover, id).catch(codeOf)).toBe('OWN_REQUEST')
    const lines = await listRequests(desk.kernel, alsoApprover.actor, { filter: 'mine', limit: 50 })
    const line = lines.find((one) => one.id === id)
    expect(line?.mayDecide).toBe(false)
    expect(line?.mayNotBecause).toContain('yourself')
  })

  test('not an administrator', async () => {
    const kofi = await seatStaff(desk.kernel, 'Kofi Baptiste', ['admin'])
    await aTeam('admin')
    const { id } = await askCredit('admin', 700)
    expect(await decide(desk.kernel, { actor: kofi, key: jonas.key }, id).catch(codeOf)).toBe('FORBIDDEN')
  })
})

describe('what moved in between', () => {
  test('a balance that changed makes it stale, with the difference, and nothing is sent', async () => {
    const customer = await aTeam('moved')
    const { id } = await askCredit('moved', 900)
    await desk.stripe.customers.createBalanceTransaction(customer, { amount: 100, currency: 'usd' })
    await decide(desk.kernel, jonas, id)
    await drive(desk.kernel)
    expect(await balanceOf(customer)).toEqual([100])
    const request = await readRequest(desk.kernel, jonas.actor, ACTIONS, id)
    expect(request.state).toBe('stale')
    expect(request.outcome).toMatchObject({ kind: 'stale', differences: [{ what: 'Currency' }, { what: 'Balance' }] })
  })
})

describe('a companion that ends between opening and sending', () => {
  test('goes on where it was: the credit is issued, and it is not called stale', async () => {
    const customer = await aTeam('halted')
    const { id } = await askCredit('halted', 800)
    await decide(desk.kernel, jonas, id)
    const { stripe } = desk.kernel
    let isHalted = true
    // The process ends at the very moment at which the write would be sent, before its attempt is written down.
    const db = new Proxy(desk.kernel.db, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target)
        if (name !== 'transaction' || !isHalted) return typeof value === 'function' ? value.bind(target) : value
        return () => ({
          execute: async (work: (tx: never) => Promise<unknown>) => {
            const state = await target
              .selectFrom('approvalRequest')
              .select('state')
              .where('id', '=', id)
              .executeTakeFirst()
            if (state?.state === 'executing') throw new Error('halted')
            return target.transaction().execute(work as never)
          },
        })
      },
    })
    await drive({ ...desk.kernel, stripe, db }).catch(() => {})
    expect(await balanceOf(customer)).toEqual([])
    expect((await readRequest(desk.kernel, jonas.actor, ACTIONS, id)).state).toBe('executing')
    isHalted = false
    desk.kernel.clock.advance(120_000)
    await drive(desk.kernel)
    expect(await balanceOf(customer)).toEqual([-800])
    expect((await readRequest(desk.kernel, jonas.actor, ACTIONS, id)).state).toBe('done')
  })
})
