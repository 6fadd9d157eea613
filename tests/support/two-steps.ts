import { outcomeSchema, type Outcome } from '@countersign/shared/features/approvals'
import { z } from 'zod'
import { PLANS } from '../../server/app/actions.ts'
import { type Action, askApproval, buildPlan, defineAction } from '../../server/features/approvals/index.ts'
import { findRequest } from '../../server/features/approvals/store.ts'
import { driveExecutions, type Found } from '../../server/features/executions/index.ts'
import type { StaffActor } from '../../server/kernel/actor.ts'
import { AppError, GatewayError, type GatewayFailure } from '../../server/kernel/errors.ts'
import { type Approver, decide, someAsk } from './approvals.ts'
import type { Desk } from './desk.ts'

type Answer = GatewayFailure | 'fine' | 'not-found'

/** What a test decides: the fact that is bound, and how Stripe answers. */
export interface Fate {
  fact: string
  /** What was sent: step and attempt. */
  sent: string[]
  answers: Record<string, Answer[]>
  /** How a step is found; absent where nothing is said. */
  finds: Record<string, Found | Answer>
  isSettlingBroken: boolean
  isFindingBroken: boolean
}

const failure = (answer: Exclude<Answer, 'fine'>): Error =>
  answer === 'not-found' ? new AppError('NOT_FOUND') : new GatewayError('stripe', answer, { retryable: true })

export const freshFate = (): Fate => ({
  fact: 'as it was',
  sent: [],
  answers: {},
  finds: {},
  isSettlingBroken: false,
  isFindingBroken: false,
})

/** An action of two steps, `one` and `two`, whose fate the test decides; they may ask Stripe after their write. */
export const twoSteps = (fate: () => Fate, asksAfterwards = false): Action => {
  const stepOf = (name: string) => ({
    name,
    movesMoney: true,
    asksAfterwards,
    perform: (_context: unknown, key: string) => {
      fate().sent.push(key.split('/').slice(1).join('/'))
      const answer = fate().answers[name]?.shift() ?? 'fine'
      return answer === 'fine' ? Promise.resolve({ made: name }) : Promise.reject(failure(answer))
    },
    find: (): Promise<Found> => {
      if (fate().isFindingBroken) return Promise.reject(new Error('our own bug'))
      const found = fate().finds[name] ?? { is: 'absent' as const }
      if (typeof found === 'object') return Promise.resolve(found)
      return found === 'fine' ? Promise.resolve({ is: 'absent' }) : Promise.reject(failure(found))
    },
  })
  return defineAction({
    kind: 'license.grant',
    payload: z.strictObject({}),
    facts: z.strictObject({ fact: z.string() }),
    readFacts: () => Promise.resolve({ fact: fate().fact }),
    binding: (facts) => ({ Fact: facts.fact }),
    measure: () => ({ given: null, flags: [] }),
    card: () => ({ title: 'Something', lines: [], history: [], warnings: [], customerReceives: null }),
    steps: [stepOf('one'), stepOf('two')],
    settle: () => (fate().isSettlingBroken ? Promise.reject(new Error('our own bug')) : Promise.resolve()),
  })
}

/** The desk around it: asks, signs, drives and reads. */
export const workTwoSteps = (
  desk: Desk,
  action: Action,
  people: { readonly ines: StaffActor; readonly jonas: Approver },
) => {
  const { kernel } = desk
  const plans = new Map([...PLANS, [action.kind, buildPlan(action)]])
  const run = () => driveExecutions(kernel, plans, { holder: 'test' })
  const ask = async (key: string, by = people.ines): Promise<string> => {
    const subject = { teamId: null, customerStripeId: null, ticket: null, verificationId: null, name: 'Something', key }
    const wanted = { subject, payload: {}, ask: { ...someAsk(), isTwinMeant: true } }
    return (await askApproval(kernel, { actor: by, requestId: 'req_ask' }, action, wanted)).id
  }
  const sign = (id: string) => {
    const { jonas } = people
    return decide(kernel, { ...jonas, actor: { ...jonas.actor, confirmedAt: kernel.clock.now() } }, id)
  }
  return {
    plans,
    run,
    runLater: async (ms: number) => {
      kernel.clock.advance(ms)
      await run()
    },
    ask,
    sign,
    approve: async (key: string, by?: StaffActor): Promise<string> => {
      const id = await ask(key, by)
      await sign(id)
      return id
    },
    stateOf: async (id: string) => (await findRequest(kernel.db, id))?.state,
    outcomeOf: async (id: string): Promise<Outcome> =>
      outcomeSchema.parse(JSON.parse((await findRequest(kernel.db, id))?.outcome ?? 'null')),
  }
}
