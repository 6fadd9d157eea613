import { createContext, useContext } from 'react'
import type { TimelineEntry } from '@countersign/shared/features/subscriptions'

export const TEAM_TABS = ['overview', 'subscriptions', 'invoices', 'balance', 'credits', 'tickets'] as const
export type TeamTab = (typeof TEAM_TABS)[number]

export const LANES = ['all', 'money', 'stripe', 'us'] as const
export type Lane = (typeof LANES)[number]

/** Where on the page one is: all of it stands in the address. */
export interface TeamPlace {
  readonly tab: TeamTab
  readonly item: string | undefined
  readonly lane: Lane
  readonly go: (to: { readonly tab?: TeamTab; readonly item?: string | undefined; readonly lane?: Lane }) => void
  /** The address of a place on this page, for links. */
  readonly hrefOf: (to: { readonly tab: TeamTab; readonly item?: string | undefined }) => string
}

export const PlaceContext = createContext<TeamPlace>({
  tab: 'overview',
  item: undefined,
  lane: 'all',
  go: () => undefined,
  hrefOf: () => '#',
})

export const usePlace = (): TeamPlace => useContext(PlaceContext)

export const tabOf = (text: string | undefined): TeamTab => TEAM_TABS.find((tab) => tab === text) ?? 'overview'

export const laneOf = (text: string | undefined): Lane => LANES.find((lane) => lane === text) ?? 'all'

const TAB_OF_PREFIX: Readonly<Record<string, TeamTab>> = {
  in: 'invoices',
  sub: 'subscriptions',
  cbtxn: 'balance',
  ver: 'tickets',
}

/** Which tab shows the object that an id names. */
export const tabOfSubject = (subjectId: TimelineEntry['subjectId']): TeamTab | undefined =>
  subjectId === null ? undefined : TAB_OF_PREFIX[subjectId.slice(0, subjectId.indexOf('_'))]
