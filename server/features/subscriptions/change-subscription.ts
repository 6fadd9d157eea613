import {
  type ChangeFacts,
  changeFactsSchema,
  type ChangePayload,
  changePayloadSchema,
} from '@countersign/shared/features/subscription-work'
import type { Difference } from '@countersign/shared/features/approvals'
import { type Money, moneyText } from '@countersign/shared/money'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import type { ItemChange, SubscriptionChange, SubscriptionState } from '../../ports/payment-writes.ts'
import { REQUEST_KEYS, requestMetadata } from '../../ports/request-metadata.ts'
import { type ActionInput, defineAction, type Subject } from '../approvals/index.ts'
import { changeLines, changeReceives, changeWarnings } from './change-card-rules.ts'
import { isAsWanted, isWithinPeriod, wantedItems } from './change-rules.ts'
import { readStanding } from './read-standing.ts'
import { itemsWords, planWords, standingBinding } from './standing-rules.ts'

const STEP = 'change'
type Input = ActionInput<ChangePayload, ChangeFacts>

const itemChanges = ({ items }: ChangePayload): ItemChange[] =>
  items.map((wish) =>
    wish.kind === 'update'
      ? {
          kind: 'update',
          itemStripeId: wish.itemStripeId,
          ...(wish.priceStripeId === null ? {} : { priceStripeId: wish.priceStripeId }),
          ...(wish.quantity === null ? {} : { quantity: wish.quantity }),
        }
      : wish,
  )

/** The preview and the change are asked for in the same words. */
const changeOf = (payload: ChangePayload, metadata: SubscriptionChange['metadata'] = {}): SubscriptionChange => ({
  subscriptionStripeId: payload.subscriptionStripeId,
  items: itemChanges(payload),
  proration: payload.proration,
  prorationAt: payload.proration === 'none' ? null : payload.prorationAt,
  isNewCycle: false,
  payment: null,
  metadata,
})

const readFacts = async (
  kernel: Kernel,
  { subject, payload }: { subject: Subject; payload: ChangePayload },
): Promise<ChangeFacts> => {
  const { subscriptionStripeId, prorationAt, proration } = payload
  const [facts, prices] = await Promise.all([
    readStanding(kernel, subject, subscriptionStripeId),
    kernel.stripe.listPrices(),
  ])
  const wanted = wantedItems(payload, facts.standing, prices)
  if (wanted.is === 'refused') throw new AppError(wanted.code, wanted.about ? { data: { about: wanted.about } } : {})
  if (proration !== 'none' && !isWithinPeriod(prorationAt, facts.standing))
    throw new AppError('PRORATION_OUTSIDE_PERIOD')
  const [nextBefore, preview] = await Promise.all([
    kernel.stripe.previewNextInvoice(subject.customerStripeId ?? '', subscriptionStripeId),
    kernel.stripe.previewChange(changeOf(payload)),
  ])
  if (preview === null) throw new AppError('NOTHING_TO_PREVIEW')
  return { ...facts, wanted: wanted.items, nextBefore, preview }
}

interface Changed {
  readonly items: SubscriptionState['items']
  readonly status: string
  /** The invoice that the change made; null where it made none. */
  readonly invoiceStripeId: string | null
  readonly invoiceTotal: Money | null
}

type State = Pick<SubscriptionState, 'items' | 'status' | 'latestInvoiceStripeId'>

/** What came of it, with the bill that it made. */
const tellChange = async ({ stripe }: Kernel, facts: ChangeFacts, state: State): Promise<Changed> => {
  const { latestInvoiceStripeId: latest } = state
  const made =
    latest === null || latest === facts.standing.latestInvoiceStripeId ? null : await stripe.readInvoice(latest)
  return {
    items: state.items.map(({ stripeId, priceStripeId, quantity, discounts }) => ({
      stripeId,
      priceStripeId,
      quantity,
      discounts,
    })),
    status: state.status,
    invoiceStripeId: made?.stripeId ?? null,
    invoiceTotal: made?.total ?? null,
  }
}

/** Neither team nor ticket: the team's own key is what tells the platform's subscription from one made by hand. */
const markOf = (requestId: string) =>
  requestMetadata({ request: requestId, step: STEP, ticket: null, team: null, reason: null })

/** Stands as it was wanted, by whomever. */
const NOT_OURS = { isOurs: false } as const

const find = async (kernel: Kernel, { payload, facts, requestId }: Input) => {
  const live = await kernel.stripe.readSubscription(payload.subscriptionStripeId)
  if (live === null) return { is: 'unknowable' as const, why: 'The subscription is gone.' }
  const items = live.subscription.items.map((item) => ({ ...item, discounts: [] }))
  const isMarked = live.subscription.metadata[REQUEST_KEYS.request] === requestId
  if (!isMarked && !isAsWanted(items, facts.wanted)) return { is: 'absent' as const }
  const result = await tellChange(kernel, facts, { ...live.subscription, items })
  return { is: 'found' as const, result, ...(isMarked ? {} : NOT_OURS) }
}

const textOf = (money: Money | null | undefined): string => (money ? moneyText(money) : 'nothing')

const compare = ({ facts: { preview, wanted, standing } }: Input, made: Changed): Difference[] => {
  const was = preview.billedNow?.total
  return [
    ...(isAsWanted(made.items, wanted)
      ? []
      : [
          {
            what: 'Items',
            was: itemsWords(wanted),
            now: made.items.map((one) => `${one.priceStripeId} × ${one.quantity ?? ''}`).join(', '),
          },
        ]),
    ...(textOf(was) === textOf(made.invoiceTotal)
      ? []
      : [{ what: 'Billed now', was: textOf(was), now: textOf(made.invoiceTotal) }]),
    ...(made.status === standing.status ? [] : [{ what: 'Status', was: standing.status, now: made.status }]),
  ]
}

/** Another plan, interval or quantity of a subscription, billed as it was previewed. */
export const changeSubscription = defineAction<ChangePayload, ChangeFacts>({
  kind: 'subscription.change',
  payload: changePayloadSchema,
  facts: changeFactsSchema,
  readFacts,
  binding: ({ subject, standing, wanted, preview }) => ({
    'Team ids in Stripe': subject.teamIds.join(', '),
    ...standingBinding(standing),
    Prices: wanted.map(({ priceStripeId, unitAmount }) => `${priceStripeId} ${textOf(unitAmount)}`).join(', '),
    'Sum of prorations': moneyText(preview.prorations),
    'Billed now': textOf(preview.billedNow?.total),
  }),
  measure: () => ({ given: null, flags: [] }),
  card: (payload, facts) => ({
    title: `Change of ${planWords(facts.standing)}`,
    lines: changeLines(payload, facts),
    history: [],
    warnings: changeWarnings(payload, facts),
    customerReceives: changeReceives(facts),
  }),
  steps: [
    {
      name: STEP,
      movesMoney: true,
      asksAfterwards: true,
      perform: async ({ kernel, input: { payload, facts, requestId } }, key) => {
        // A card that declines takes the whole change back; what is sent by mail is paid later anyway.
        const payment = facts.standing.collectionMethod === 'charge_automatically' ? 'error_if_incomplete' : null
        const change = { ...changeOf(payload, markOf(requestId)), payment } as const
        return tellChange(kernel, facts, await kernel.stripe.changeSubscription(change, key))
      },
      find: ({ kernel, input }) => find(kernel, input),
    },
  ],
  surprises: (input, results) => {
    const made = results[STEP] as Changed | undefined
    return made ? compare(input, made) : []
  },
})
