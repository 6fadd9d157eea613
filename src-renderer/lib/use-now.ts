import { useEffect, useState } from 'react'

/** The time, told again every so often, for ages and times left. */
export const useNow = (everyMs = 15_000): string => {
  const [now, setNow] = useState(() => new Date().toISOString())
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date().toISOString()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}
