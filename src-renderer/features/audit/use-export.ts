import { isErrorCode } from '@countersign/shared/errors'
import { dayOf } from '@countersign/shared/times'
import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { z } from 'zod'
import { useAnnounce } from '../../components/LiveRegion.tsx'
import type { Desktop } from '../../lib/bridge-desktop.ts'
import { desktop } from '../../lib/desktop.ts'
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

const fileName = (): string => `audit-${dayOf(new Date().toISOString())}.jsonl`

type Export = (signal: AbortSignal, onLines: (lines: number) => void) => Promise<string | null>

/** Over the browser's own session. The name of the file, or null where it was cancelled. */
const exportInBrowser: Export = async (signal, onLines) => {
  const text = await readExport(signal, onLines).catch((error: unknown) => {
    // Cancelled on purpose: neither a failure nor a lost connection.
    if (signal.aborted) return null
    throw error
  })
  if (text === null) return null
  const name = fileName()
  downloadText(name, text, 'application/jsonl')
  return name
}

/** The main process asks for the place and writes the file; the log itself never comes here. */
const exportOn =
  ({ watch }: Desktop): Export =>
  (signal, onLines) =>
    new Promise((resolve, reject) => {
      const stop = watch('audit.export', {
        onItem: (step) => {
          if (step.state === 'running') onLines(step.lines)
          else resolve(step.state === 'saved' ? step.name : null)
        },
        onError: reject,
      })
      signal.addEventListener('abort', () => {
        stop()
        resolve(null)
      })
    })

/** The whole sealed log as a file. */
export const useExport = () => {
  const announce = useAnnounce()
  const stop = useRef<AbortController>(null)
  const [lines, setLines] = useState(0)
  const run = useMutation({
    mutationFn: async () => {
      const control = new AbortController()
      stop.current = control
      setLines(0)
      const save = desktop === null ? exportInBrowser : exportOn(desktop)
      const name = await save(control.signal, setLines)
      if (name !== null) announce(audit.export.done(name))
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
