import {
  type PausePayload,
  pausePayloadSchema,
  type StandingFacts,
  standingFactsSchema,
} from '@countersign/shared/features/subscription-work'
import { dayWords } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { defineAction, type Subject } from '../approvals/index.ts'
import { readStanding } from './read-standing.ts'
import { pauseWords, planWords, standingBinding, standingLines, standingWarnings } from './standing-rules.ts'

const STEP = 'pause'

interface Pause {
  readonly behavior: string
  readonly resumesAt: string | null
}

const isPausedSo = (pause: Pause | null, wanted: PausePayload): boolean =>
  pause !== null &&
  pause.behavior === wanted.behavior &&
  (pause.resumesAt === null ? null : Date.parse(pause.resumesAt)) ===
    (wanted.resumesAt === null ? null : Date.parse(wanted.resumesAt))

const readFacts = async (
  kernel: Kernel,
  { subject, payload }: { subject: Subject; payload: PausePayload },
): Promise<StandingFacts> => {
  const { resumesAt } = payload
  if (resumesAt !== null && Date.parse(resumesAt) <= kernel.clock.now()) throw new AppError('TIME_NOT_AHEAD')
  const facts = await readStanding(kernel, subject, payload.subscriptionStripeId)
  if (isPausedSo(facts.standing.pause, payload)) throw new AppError('SUBSCRIPTION_UNCHANGED')
  return facts
}

const RECEIVES: Readonly<Record<PausePayload['behavior'], string>> = {
  keep_as_draft: 'No charges. Invoices are kept as drafts and may be sent later.',
  mark_uncollectible: 'No charges. Invoices are made and written off.',
  void: 'No charges. Invoices are made and voided: nothing is owed for this time.',
}

/** Collection stops: invoices go on, the subscription too, and nobody is charged. */
export const pauseSubscription = defineAction<PausePayload, StandingFacts>({
  kind: 'subscription.pause',
  payload: pausePayloadSchema,
  facts: standingFactsSchema,
  readFacts,
  binding: ({ subject, standing }) => ({
    'Team ids in Stripe': subject.teamIds.join(', '),
    ...standingBinding(standing),
  }),
  measure: () => ({ given: null, flags: [] }),
  card: (payload, { standing }) => ({
    title: `Pause of ${planWords(standing)}`,
    lines: [
      ...standingLines(standing),
      { label: 'Collection', before: pauseWords(standing.pause), after: pauseWords(payload) },
    ],
    history: [],
    warnings: [
      ...standingWarnings(standing),
      'The team is still served while collection is paused.',
      ...(payload.resumesAt === null ? ['It stays paused until somebody resumes it.'] : []),
    ],
    customerReceives: `${RECEIVES[payload.behavior]}${
      payload.resumesAt === null ? '' : ` Collected again from ${dayWords(payload.resumesAt)}.`
    }`,
  }),
  steps: [
    {
      name: STEP,
      movesMoney: true,
      perform: async ({ kernel, input: { payload } }, key) => {
        const { pause, status } = await kernel.stripe.pauseCollection(payload, key)
        return { pause, status }
      },
      find: async ({ kernel, input: { payload } }) => {
        const live = await kernel.stripe.readSubscription(payload.subscriptionStripeId)
        if (!isPausedSo(live?.subscription.pause ?? null, payload)) return { is: 'absent' }
        return { is: 'found', result: { pause: payload, status: live?.subscription.status }, isOurs: false }
      },
    },
  ],
  surprises: ({ payload }, results) => {
    const made = results[STEP] as { pause: Pause | null } | undefined
    if (!made) return []
    const { pause } = made
    return isPausedSo(pause, payload) ? [] : [{ what: 'Collection', was: pauseWords(payload), now: pauseWords(pause) }]
  },
})
