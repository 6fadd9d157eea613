import { isErrorCode } from '@countersign/shared/errors'
import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { z } from 'zod'
import { useAnnounce } from '../../components/LiveRegion.tsx'
import { downloadText } from '../../lib/download.ts'
import { DeskFailure, failureFrom } from '../../lib/failure.ts'
import { BROWSER_HEADERS } from '../../lib/trpc.ts'
import { audit } from '../../messages/audit.ts'

const refusedSchema = z.object({ error: z.looseObject({ code: z.string() }) })

const refusalOf = async (answer: Response): Promise<DeskFailure> => {
  const body: unknown = await answer.json().catch(() => null)
  const refused = refusedSchema.safeParse(body)
  if (!refused.success) return new DeskFailure(failureFrom('SERVER_UNREACHABLE'))
  const { code, ...rest } = refused.data.error
  return new DeskFailure(failureFrom(isErrorCode(code) ? code : 'INTERNAL', rest))
}

const LINE_END = 10

const linesIn = (chunk: Uint8Array): number => chunk.reduce((count, byte) => (byte === LINE_END ? count + 1 : count), 0)

/** Reads the export to its end and says how many lines have come. */
const readExport = async (signal: AbortSignal, onLines: (lines: number) => void): Promise<string> => {
  const answer = await fetch('/audit/export', { headers: BROWSER_HEADERS, credentials: 'same-origin', signal }).catch(
    () => null,
  )
  if (answer === null) throw new DeskFailure(failureFrom('SERVER_UNREACHABLE'))
  if (!answer.ok || answer.body === null) throw await refusalOf(answer)
  const decoder = new TextDecoder()
  const texts: string[] = []
  let lines = 0
  const reader = answer.body.getReader()
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    texts.push(decoder.decode(step.value, { stream: true }))
    lines += linesIn(step.value)
    onLines(lines)
  }
  return texts.join('')
}

const fileName = (): string => `audit-${new Date().toISOString().slice(0, 'yyyy-mm-dd'.length)}.jsonl`

/** The whole sealed log as a file, over the browser's own session. */
export const useExport = () => {
  const announce = useAnnounce()
  const stop = useRef<AbortController>(null)
  const [lines, setLines] = useState(0)
  const run = useMutation({
    mutationFn: async () => {
      const control = new AbortController()
      stop.current = control
      setLines(0)
      const text = await readExport(control.signal, setLines).catch((error: unknown) => {
        // Cancelled on purpose: neither a failure nor a lost connection.
        if (control.signal.aborted) return null
        throw error
      })
      if (text === null) return
      downloadText(fileName(), text, 'application/jsonl')
      announce(audit.export.done(fileName()))
    },
  })
  return {
    lines,
    isRunning: run.isPending,
    error: run.error,
    start: () => run.mutate(),
    cancel: () => stop.current?.abort(),
  }
}
