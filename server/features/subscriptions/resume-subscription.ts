import {
  type ResumePayload,
  resumePayloadSchema,
  type Standing,
  type StandingFacts,
  standingFactsSchema,
} from '@countersign/shared/features/subscription-work'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { defineAction, type Subject } from '../approvals/index.ts'
import { readStanding } from './read-standing.ts'
import { endWords, pauseWords, planWords, standingBinding, standingLines, standingWarnings } from './standing-rules.ts'

const STEP = 'resume'
type Stop = Pick<Standing, 'pause' | 'cancelAt'>

const isGoingOn = ({ from }: ResumePayload, { pause, cancelAt }: Stop): boolean =>
  from === 'pause' ? pause === null : cancelAt === null

const readFacts = async (
  kernel: Kernel,
  { subject, payload }: { subject: Subject; payload: ResumePayload },
): Promise<StandingFacts> => {
  const facts = await readStanding(kernel, subject, payload.subscriptionStripeId)
  if (isGoingOn(payload, facts.standing)) throw new AppError('SUBSCRIPTION_UNCHANGED')
  return facts
}

const resume =
  ({ stripe }: Kernel, { from, subscriptionStripeId }: ResumePayload, standing: Standing) =>
  (key: string) => {
    if (from === 'pause') return stripe.resumeCollection(subscriptionStripeId, key)
    // By the name under which it was set: clearing the other one changes nothing.
    const kind = standing.isCancelAtPeriodEnd ? 'period-end' : 'at'
    return stripe.undoCancel({ subscriptionStripeId, kind }, key)
  }

/** Takes back a pause of collection or a cancellation that lies ahead. */
export const resumeSubscription = defineAction<ResumePayload, StandingFacts>({
  kind: 'subscription.resume',
  payload: resumePayloadSchema,
  facts: standingFactsSchema,
  readFacts,
  binding: ({ subject, standing }) => ({
    'Team ids in Stripe': subject.teamIds.join(', '),
    ...standingBinding(standing),
  }),
  measure: () => ({ given: null, flags: [] }),
  card: ({ from }, { standing }) => ({
    title: from === 'pause' ? `${planWords(standing)} is collected again` : `${planWords(standing)} goes on`,
    lines: [
      ...standingLines(standing),
      from === 'pause'
        ? { label: 'Collection', before: pauseWords(standing.pause), after: pauseWords(null) }
        : { label: 'End', before: endWords(standing), after: endWords({ cancelAt: null }) },
    ],
    history: [],
    warnings: [
      ...standingWarnings(standing),
      ...(from === 'pause' && standing.pause?.behavior === 'keep_as_draft'
        ? ['Invoices that were kept as drafts stay drafts: each has to be sent by hand.']
        : []),
    ],
    customerReceives: from === 'pause' ? 'The coming invoices are collected again.' : 'It renews as before.',
  }),
  steps: [
    {
      name: STEP,
      movesMoney: true,
      perform: async ({ kernel, input: { payload, facts } }, key) => {
        const { pause, cancelAt, status } = await resume(kernel, payload, facts.standing)(key)
        return { pause, cancelAt, status }
      },
      find: async ({ kernel, input: { payload } }) => {
        const live = await kernel.stripe.readSubscription(payload.subscriptionStripeId)
        if (live === null) return { is: 'unknowable', why: 'The subscription is gone.' }
        const { pause, cancelAt, status } = live.subscription
        return isGoingOn(payload, live.subscription)
          ? { is: 'found', result: { pause, cancelAt, status }, isOurs: false }
          : { is: 'absent' }
      },
    },
  ],
  surprises: ({ payload, facts }, results) => {
    const state = results[STEP] as (Stop & { status: string }) | undefined
    if (!state) return []
    return [
      ...(isGoingOn(payload, state) ? [] : [{ what: 'Goes on', was: 'yes', now: 'no' }]),
      ...(state.status === facts.standing.status
        ? []
        : [{ what: 'Status', was: facts.standing.status, now: state.status }]),
    ]
  },
})
