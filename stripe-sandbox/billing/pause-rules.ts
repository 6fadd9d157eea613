// Rule: a paused subscription says since when and why it is paused; nothing else has these details.

import type { Subscription } from '../store/kinds.ts'

type Details = NonNullable<Subscription['status_details']>

export const pausedFor = (reason: Details['paused']['subscription']['type'], at: number): Details => ({
  paused: { subscription: { type: reason }, transitioned_at: at, type: 'subscription' },
})
