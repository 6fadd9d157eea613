import type { UploadPurpose } from '@countersign/shared/features/quotes'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTRPCClient } from '../../lib/trpc.ts'
import { sendFile } from './send-file.ts'

/** Sends one file at a time; what is under way ends with the screen. */
export const useSendFile = (purpose: UploadPurpose, onSent: (uploadId: string, file: File) => void) => {
  const client = useTRPCClient()
  const [share, setShare] = useState(0)
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])
  const sending = useMutation({
    mutationFn: async (file: File) => {
      running.current?.abort()
      const stopping = new AbortController()
      running.current = stopping
      setShare(0)
      return sendFile(client, { file, purpose, signal: stopping.signal, onProgress: setShare })
    },
    onSuccess: (uploadId, file) => onSent(uploadId, file),
  })
  return {
    send: (file: File) => sending.mutate(file),
    cancel: () => {
      running.current?.abort()
      sending.reset()
    },
    file: sending.isPending ? sending.variables : undefined,
    share,
    error: sending.error,
  }
}
