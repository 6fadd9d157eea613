import { useEffect, useState } from 'react'
import { companionNow } from './companion-clock.ts'

/** The time, told again every so often, for ages and times left. */
export const useNow = (everyMs = 15_000): string => {
  const [now, setNow] = useState(companionNow)
  useEffect(() => {
    const timer = setInterval(() => setNow(companionNow()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}
