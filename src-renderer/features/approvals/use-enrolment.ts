import { useCallback, useState } from 'react'

/** Puts the enrolment of a key between a wish to sign and the signature. */
export const useEnrolment = () => {
  const [end, setEnd] = useState<((isActive: boolean) => void) | null>(null)
  const enrol = useCallback(
    () =>
      new Promise<boolean>((resolve) => {
        setEnd(() => (isActive: boolean) => {
          setEnd(null)
          resolve(isActive)
        })
      }),
    [],
  )
  return { enrol, isEnrolling: end !== null, onEnrolled: (isActive: boolean) => end?.(isActive) }
}
