import type { PortalSession } from '../store/kinds.ts'

type Flow = NonNullable<PortalSession['flow']>

const confirmQuery = ({ subscription_update_confirm: confirm }: Flow): Record<string, string> => {
  const [item] = confirm?.items ?? []
  return {
    step: 'confirm',
    subscription: confirm?.subscription ?? '',
    ...(item?.price ? { price: item.price } : {}),
    ...(item?.quantity === undefined ? {} : { quantity: String(item.quantity) }),
  }
}

const QUERIES: Readonly<Record<string, (flow: Flow) => Record<string, string>>> = {
  payment_method_update: () => ({ step: 'card' }),
  subscription_cancel: (flow) => ({ step: 'cancel', subscription: flow.subscription_cancel?.subscription ?? '' }),
  subscription_update: (flow) => ({ step: 'update', subscription: flow.subscription_update?.subscription ?? '' }),
  subscription_update_confirm: confirmQuery,
}

/** A session with a flow shows its one step until that is done, and nothing that leads away from it. */
export const flowQuery = ({ flow }: PortalSession, query: URLSearchParams): URLSearchParams =>
  flow === null || query.has('done') || query.has('step')
    ? query
    : new URLSearchParams(QUERIES[flow.type]?.(flow) ?? {})
