import { useCallback } from 'react'
import { writeClipboard } from '../lib/clipboard.ts'
import { messages } from '../messages/index.ts'
import { useAnnounce } from './LiveRegion.tsx'

/** Copies and says so; a refused clipboard is said too, as nothing else would show it. */
export const useCopy = (): ((text: string, what: string) => Promise<boolean>) => {
  const announce = useAnnounce()
  return useCallback(
    async (text, what) => {
      try {
        await writeClipboard(text)
        announce(messages.common.copied(what))
        return true
      } catch {
        announce(messages.common.copyFailed(what))
        return false
      }
    },
    [announce],
  )
}
