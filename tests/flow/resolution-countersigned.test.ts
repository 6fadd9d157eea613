// Guarantee: what nobody can prove is said by one person who looked and countersigned by another, about that step at that
// attempt; no word sends money twice, and none outlives what it was said about.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ACTIONS, PLANS } from '../../server/app/actions.ts'
import { askApproval, buildPlan, defineAction, resolveExecution } from '../../server/features/approvals/index.ts'
import { planResolution } from '../../server/features/approvals/plan-resolution.ts'
import { readRequest } from '../../server/features/approvals/read-request.ts'
import { findRequest } from '../../server/features/approvals/store.ts'
import { driveExecutions, lookUpUnfinished, markRestored, resolveStep } from '../../server/features/executions/index.ts'
import { type StaffActor, systemActor } from '../../server/kernel/actor.ts'
import { GatewayError } from '../../server/kernel/errors.ts'
import { inTransaction } from '../../server/kernel/transaction.ts'
import { type Approver, decide, seatApprover, seatStaff, someAsk } from '../support/approvals.ts'
import { type Desk, openDesk } from '../support/desk.ts'
import { codeOf } from '../support/hostile-desk.ts'
import { z } from 'zod'

const MINUTE = 60_000
const SUBJECT = { teamId: null, customerStripeId: null, ticket: null, verificationId: null, name: 'Something' }

let desk: Desk
let ines: StaffActor
let jonas: Approver
let sent: string[]
let failures: number

/** One step that leaves no trace, and fails at Stripe as often as the test says. */
const action = defineAction({
  kind: 'license.grant',
  payload: z.strictObject({ number: z.number() }),
  facts: z.strictObject({}),
  readFacts: () => Promise.resolve({}),
  binding: () => ({}),
  measure: () => ({ given: null, flags: [] }),
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

/** Signed in again for it, since time goes by here. */
const sign = (id: string) =>
  decide(desk.kernel, { ...jonas, actor: { ...jonas.actor, confirmedAt: desk.kernel.clock.now() } }, id)

let asked = 0
const approve = async (key = `something:${asked + 1}`) => {
  asked += 1
  const wanted = { subject: { ...SUBJECT, key }, payload: { number: asked }, ask: someAsk() }
  const { id } = await askApproval(desk.kernel, { actor: ines, requestId: 'req_ask' }, action, wanted)
  await sign(id)
  return id
}

/** After a server error, which says nothing. */
const untold = async (key?: string) => {
  failures = 1
  const id = await approve(key)
  await run()
  expect(await stateOf(id)).toBe('needs-person')
  return id
}

type Finding = 'happened' | 'did-not-happen'

/** Says what they found; waits for another's signature. */
const say = async (actor: StaffActor, id: string, finding: Finding) => {
  const { action: word, ...about } = await planResolution(desk.kernel, { requestId: id, step: 'send', finding })
  const wanted = { ...about, ask: someAsk('Asked the customer by phone') }
  return (await askApproval(desk.kernel, { actor, requestId: 'req_word' }, word, wanted)).id
}

const resolve = async (id: string, finding: Finding) => {
  const word = await say(ines, id, finding)
  await sign(word)
  await run()
  return word
}

beforeAll(async () => {
  desk = await openDesk()
  ines = await seatStaff(desk.kernel, 'Ines Albrecht', ['support'])
  jonas = await seatApprover(desk.kernel, 'Jonas Whitlock')
})
afterAll(() => desk.close())
beforeEach(() => {
  sent = []
  failures = 0
})

test('an unproven step is done on the word of one and the signature of another that it happened, and never sent again', async () => {
  const id = await untold()
  const word = await resolve(id, 'happened')
  expect(await Promise.all([word, id].map(stateOf))).toEqual(['done', 'done'])
  expect(sent).toEqual(['send/1'])
})

test('it is sent once more, under a new key, when they say that it did not', async () => {
  const id = await untold()
  await resolve(id, 'did-not-happen')
  expect(await stateOf(id)).toBe('done')
  expect(sent).toEqual(['send/1', 'send/2'])
})

test('it is left alone by one word that nobody signed, and by a signature of whoever gave it', async () => {
  const mira = await seatApprover(desk.kernel, 'Mira Okafor')
  const id = await untold()
  const word = await say(mira.actor, id, 'did-not-happen')
  expect(await decide(desk.kernel, mira, word).catch(codeOf)).toBe('OWN_REQUEST')
  await run()
  expect(await Promise.all([word, id].map(stateOf))).toEqual(['requested', 'needs-person'])
  expect(sent).toEqual(['send/1'])
})

test('it is told on the card, with who has to sign, what was tried and what is waiting', async () => {
  const id = await untold()
  const word = await say(ines, id, 'did-not-happen')
  const card = await readRequest(desk.kernel, jonas.actor, ACTIONS, word)
  expect(card).toMatchObject({
    title: 'It did not happen: Something',
    approversNeeded: 1,
    mayDecide: true,
    facts: { state: 'needs-person', step: 'send', attempts: 1, known: 'A mail leaves no trace.' },
    card: { warnings: ['If it did happen, it then happens twice. Look at Stripe yourself before you sign.'] },
  })
  // Sent, answered with a server error, then looked up in vain.
  expect(card.facts).toMatchObject({
    tried: [
      { act: 'send', outcome: 'failed' },
      { act: 'look', outcome: 'unknowable' },
    ],
  })
  const about = await readRequest(desk.kernel, jonas.actor, new Map([[action.kind, action]]), id)
  expect(about.resolutions).toEqual([{ id: word, title: card.title, state: 'requested' }])
})

test('it takes one word only: the opposite one that was signed too goes stale', async () => {
  const id = await untold()
  const [first, second] = [await say(ines, id, 'happened'), await say(ines, id, 'did-not-happen')]
  await sign(first)
  desk.kernel.clock.advance(1)
  await sign(second)
  await run()
  expect(await Promise.all([first, second, id].map(stateOf))).toEqual(['done', 'stale', 'done'])
  expect(sent).toEqual(['send/1'])
  expect(await say(ines, id, 'did-not-happen').catch(codeOf)).toBe('EXECUTION_NOT_WAITING')
})

test('it takes no word that was given before it was sent once more', async () => {
  const id = await untold()
  const [first, second] = [await say(ines, id, 'did-not-happen'), await say(ines, id, 'happened')]
  failures = 1
  await sign(first)
  await run()
  expect(await stateOf(id)).toBe('needs-person')
  await sign(second)
  await run()
  expect(await Promise.all([second, id].map(stateOf))).toEqual(['stale', 'needs-person'])
  const { outcome } = (await findRequest(desk.kernel.db, second)) ?? {}
  const differences = [{ what: 'Times it was sent', was: '1', now: '2' }]
  expect(JSON.parse(outcome ?? '{}')).toEqual({ kind: 'stale', differences })
})

test('it takes no word about another step, nor about what doesn’t wait', async () => {
  const id = await untold()
  const ask = (payload: object) =>
    askApproval(desk.kernel, { actor: ines, requestId: 'req_word' }, resolveExecution, {
      subject: { ...SUBJECT, key: `execution:${id}` },
      payload: { requestId: id, finding: 'did-not-happen', step: 'send', ...payload },
      ask: someAsk(),
    })
  expect(await ask({ step: 'other' }).catch(codeOf)).toBe('EXECUTION_NOT_WAITING')
  expect(await say(ines, 'apr_00000000000000000000000000', 'happened').catch(codeOf)).toBe('NOT_FOUND')
  const fresh = await approve()
  expect(await ask({ requestId: fresh }).catch(codeOf)).toBe('EXECUTION_NOT_WAITING')
  await run()
})

test('a word waits, signed, while another process holds the subject', async () => {
  const id = await untold('subject:held')
  const until = desk.kernel.clock.now() + 2 * MINUTE
  await desk.kernel.db.updateTable('subjectLease').set({ until }).where('subjectKey', '=', 'subject:held').execute()
  const { kernel } = desk
  const said = {
    actor: systemActor('test'),
    requestId: 'req',
    executionId: id,
    finding: 'happened',
    reason: '',
  } as const
  expect(await inTransaction(kernel.db, (tx) => resolveStep(kernel, tx, said)).catch(codeOf)).toBe('EXECUTION_TAKEN')
  const word = await resolve(id, 'happened')
  expect(await Promise.all([word, id].map(stateOf))).toEqual(['executing', 'needs-person'])
  desk.kernel.clock.advance(3 * MINUTE)
  await run()
  expect(await Promise.all([word, id].map(stateOf))).toEqual(['done', 'done'])
  expect(sent).toEqual(['send/1'])
})

test('it takes no word from before a backup was put back', async () => {
  const id = await untold()
  const word = await say(ines, id, 'did-not-happen')
  await markRestored(desk.kernel, systemActor('test'), 'a backup was put back')
  desk.kernel.clock.advance(11 * MINUTE)
  await lookUpUnfinished(desk.kernel, plans, { holder: 'test' })
  await sign(word)
  await run()
  desk.kernel.clock.advance(MINUTE)
  await run()
  expect(await Promise.all([word, id].map(stateOf))).toEqual(['stale', 'needs-person'])
  expect(sent).toEqual(['send/1'])
})
