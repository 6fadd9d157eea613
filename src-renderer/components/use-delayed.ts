import { useEffect, useState } from 'react'

/** False at first, true after the given time on the screen. */
export const useDelayed = (delayMs: number): boolean => {
  const [isOver, setOver] = useState(delayMs <= 0)
  useEffect(() => {
    const timer = setTimeout(() => setOver(true), delayMs)
    return () => clearTimeout(timer)
  }, [delayMs])
  return isOver
}
