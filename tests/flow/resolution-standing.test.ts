// Guarantee: saying what became of money is no way around who had to approve it: it takes as many people as the money took,
// on the desktop where that was decided there, and never whoever asked for it or whose power it was about.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ACTIONS, PLANS } from '../../server/app/actions.ts'
import { askApproval, buildPlan, defineAction } from '../../server/features/approvals/index.ts'
import { commentRequest } from '../../server/features/approvals/comment-request.ts'
import { planResolution } from '../../server/features/approvals/plan-resolution.ts'
import { queueExecution } from '../../server/features/approvals/queue-execution.ts'
import { readRequest } from '../../server/features/approvals/read-request.ts'
import { findRequest, insertDecision, updateRequest } from '../../server/features/approvals/store.ts'
import { driveExecutions } from '../../server/features/executions/index.ts'
import type { StaffActor } from '../../server/kernel/actor.ts'
import { GatewayError } from '../../server/kernel/errors.ts'
import { inTransaction } from '../../server/kernel/transaction.ts'
import { statementText } from '@countersign/shared/features/countersignature'
import { type Approver, countersign, decide, seatApprover, seatStaff, someAsk } from '../support/approvals.ts'
import { type Desk, openDesk } from '../support/desk.ts'
import { codeOf } from '../support/hostile-desk.ts'
import { z } from 'zod'

let desk: Desk
let bob: StaffActor
/** An approver who asks for money of her own accord. */
let mira: Approver
let jonas: Approver
let carol: Approver
let dana: Approver
let sent: string[]
let failures: number

/** One step that leaves no trace. What never ends takes two approvers, by the policy that comes with the product. */
const action = defineAction({
  kind: 'license.grant',
  payload: z.strictObject({ number: z.int(), isForever: z.boolean() }),
  facts: z.strictObject({}),
  readFacts: () => Promise.resolve({}),
  binding: () => ({}),
  measure: ({ isForever }) => ({ given: null, flags: isForever ? ['forever'] : [] }),
  card: () => ({ title: 'Something', lines: [], history: [], warnings: [], customerReceives: null }),
  steps: [
    {
      name: 'send',
      movesMoney: true,
      perform: (_context, key) => {
        sent.push(key.split('/').slice(1).join('/'))
        if (failures-- <= 0) return Promise.resolve({ isSent: true })
        return Promise.reject(new GatewayError('stripe', 'failed', { retryable: true }))
      },
      find: () => Promise.resolve({ is: 'unknowable', why: 'A mail leaves no trace.' }),
    },
  ],
})
const plans = new Map([...PLANS, [action.kind, buildPlan(action)]])
const run = () => driveExecutions(desk.kernel, plans, { holder: 'test' })
const stateOf = async (id: string) => (await findRequest(desk.kernel.db, id))?.state
const statesOf = (...ids: string[]) => Promise.all(ids.map(stateOf))

let asked = 0
/** Asked for by Mira, carried out on these words, and answered with a server error, which says nothing. */
const untold = async (approvers: readonly Approver[], key?: string) => {
  asked += 1
  failures = 1
  const subject = { teamId: null, customerStripeId: null, ticket: null, verificationId: null, name: 'Something' }
  const { id, approversNeeded } = await askApproval(desk.kernel, { actor: mira.actor, requestId: 'req_ask' }, action, {
    subject: { ...subject, key: key ?? `something:${asked}` },
    payload: { number: asked, isForever: approvers.length === 2 },
    ask: someAsk(),
  })
  expect(approversNeeded).toBe(approvers.length)
  for (const approver of approvers) await decide(desk.kernel, approver, id)
  await run()
  expect(await stateOf(id)).toBe('needs-person')
  return id
}

/** Bob says that it did not happen. */
const say = async (id: string) => {
  const found = { requestId: id, step: 'send', finding: 'did-not-happen' } as const
  const { action: word, ...about } = await planResolution(desk.kernel, found)
  const wanted = { ...about, ask: someAsk('Asked the customer by phone') }
  return (await askApproval(desk.kernel, { actor: bob, requestId: 'req_word' }, word, wanted)).id
}

beforeAll(async () => {
  desk = await openDesk()
  bob = await seatStaff(desk.kernel, 'Bob Castellan', ['support'])
  mira = await seatApprover(desk.kernel, 'Mira Okafor')
  jonas = await seatApprover(desk.kernel, 'Jonas Whitlock')
  carol = await seatApprover(desk.kernel, 'Carol Ng')
  dana = await seatApprover(desk.kernel, 'Dana Silva', 'browser')
})
afterAll(() => desk.close())
beforeEach(() => {
  sent = []
})

test('what took two words and the desktop takes two words and the desktop again, of the same people too', async () => {
  const id = await untold([jonas, carol])
  const word = await say(id)
  const card = await readRequest(desk.kernel, jonas.actor, ACTIONS, word)
  expect(card).toMatchObject({
    approversNeeded: 2,
    isDesktopOnly: true,
    mayDecide: true,
    rules: [
      expect.stringMatching(/^One approver for /),
      'Two approvers, on the desktop: the request that the word is about asked for no less.',
    ],
  })
  expect(await decide(desk.kernel, dana, word).catch(codeOf)).toBe('DESKTOP_NEEDED')
  await decide(desk.kernel, jonas, word)
  await run()
  expect(await statesOf(word, id)).toEqual(['requested', 'needs-person'])
  expect(sent).toEqual(['send/1'])
  await decide(desk.kernel, carol, word)
  await run()
  expect(await statesOf(word, id)).toEqual(['done', 'done'])
  expect(sent).toEqual(['send/1', 'send/2'])
})

test('what took one word takes one, in a browser too', async () => {
  const id = await untold([jonas])
  const word = await say(id)
  expect(await findRequest(desk.kernel.db, word)).toMatchObject({ approversNeeded: 1, isDesktopOnly: 0 })
  await decide(desk.kernel, dana, word)
  await run()
  expect(await statesOf(word, id)).toEqual(['done', 'done'])
})

describe('whoever asked for the money', () => {
  test('may not sign what became of it, reads why, and is sent no mail about it', async () => {
    const id = await untold([jonas])
    const word = await say(id)
    expect(await readRequest(desk.kernel, mira.actor, ACTIONS, word)).toMatchObject({
      mayDecide: false,
      mayNotBecause: 'It says what became of something that you asked for; somebody else has to decide.',
    })
    expect(await decide(desk.kernel, mira, word).catch(codeOf)).toBe('OWN_REQUEST')
    expect(await decide(desk.kernel, mira, word, 'reject').catch(codeOf)).toBe('OWN_REQUEST')
    const asking = { actor: mira.actor, requestId: 'req_ask' }
    const question = { requestId: word, kind: 'question', text: 'Are you sure?' } as const
    expect(await commentRequest(desk.kernel, asking, question).catch(codeOf)).toBe('FORBIDDEN')
    const mails = await desk.kernel.db
      .selectFrom('mail')
      .select('address')
      .where('key', 'like', `approval-requested:${word}:%`)
      .execute()
    const addresses = mails.map(({ address }) => address).toSorted()
    expect(addresses).toEqual([carol, dana, jonas].map(({ actor }) => actor.email).toSorted())
    await run()
    expect(await statesOf(word, id)).toEqual(['requested', 'needs-person'])
    expect(sent).toEqual(['send/1'])
  })

  test('has a word that counts for nothing, however it came into the database', async () => {
    const id = await untold([jonas])
    const word = await say(id)
    const row = await findRequest(desk.kernel.db, word)
    if (!row) throw new Error('no word')
    const { statement, signature } = await countersign(desk.kernel, mira.key, { id: word })
    const now = desk.kernel.clock.now()
    await inTransaction(desk.kernel.db, async (tx) => {
      await insertDecision(tx, {
        id: `dec_${word}`,
        requestId: word,
        requesterId: bob.id,
        staffId: mira.actor.id,
        staffName: mira.actor.name,
        decision: 'approve',
        comment: null,
        keyId: mira.key.keyId,
        message: statementText(statement),
        signature,
        at: now,
      })
      await updateRequest(tx, word, { state: 'approved', changedAt: now })
      await queueExecution(tx, row, now)
    })
    await run()
    expect(await statesOf(word, id)).toEqual(['stale', 'needs-person'])
    const { outcome } = (await findRequest(desk.kernel.db, word)) ?? {}
    expect(JSON.parse(outcome ?? '{}')).toEqual({
      kind: 'stale',
      differences: [
        {
          what: 'The word of Mira Okafor',
          was: 'in force',
          now: 'doesn’t count: they asked for what it is a word on',
        },
      ],
    })
    expect(sent).toEqual(['send/1'])
  })
})

test('whose power it was about may not sign what became of it', async () => {
  const id = await untold([jonas], `staff:${carol.actor.id}`)
  const word = await say(id)
  expect(await readRequest(desk.kernel, carol.actor, ACTIONS, word)).toMatchObject({
    mayDecide: false,
    mayNotBecause: 'It says what became of something about your own power; another approver has to decide.',
  })
  expect(await decide(desk.kernel, carol, word).catch(codeOf)).toBe('ABOUT_YOURSELF')
  await decide(desk.kernel, jonas, word)
  await run()
  expect(await statesOf(word, id)).toEqual(['done', 'done'])
})
