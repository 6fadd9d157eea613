import { createContext, useContext } from 'react'

/** How the page that is open was read, for every part on it. */
export interface Reading {
  readonly now: string
  readonly onRefresh: () => void
  readonly isRefreshing: boolean
}

const NEVER: Reading = { now: '1970-01-01T00:00:00.000Z', onRefresh: () => undefined, isRefreshing: false }

export const ReadingContext = createContext<Reading>(NEVER)

export const useReading = (): Reading => useContext(ReadingContext)
