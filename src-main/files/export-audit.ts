import { basename } from 'node:path'
import type { PowerOutput } from '@countersign/shared/desktop'
import { dayOf } from '@countersign/shared/times'
import type { BrowserWindow } from 'electron'
import { ForeignAnswerError } from '../bridge/bounded-fetch.ts'
import { lostAnswer } from '../bridge/lost-answer.ts'
import { restRefusal } from '../bridge/rest-refusal.ts'
import { goneRefusal, type Upstream } from '../bridge/upstream.ts'
import type { Session } from '../session/setup-session.ts'
import { openPartFile } from './part-file.ts'
import { askForPlace } from './save-file.ts'

type Step = PowerOutput<'audit.export'>

const LINE_END = 10
/** Often enough for a progress bar; a message for each line would be more than the log itself. */
const LINES_PER_REPORT = 500

const linesIn = (bytes: Uint8Array): number => {
  let count = 0
  for (const byte of bytes) if (byte === LINE_END) count += 1
  return count
}

const openStream = async ({ url, headers }: Upstream, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> => {
  const response = await fetch(`${url}/audit/export`, { headers, redirect: 'error', signal })
  if (!response.ok)
    throw await restRefusal(response, (status) => (status === 429 ? 'RATE_LIMITED' : 'SERVER_UNREACHABLE'))
  const isLog = response.headers.get('content-type')?.startsWith('application/jsonl') ?? false
  if (!isLog || !response.body) throw new ForeignAnswerError(response.status)
  return response.body
}

async function* writeLog(
  upstream: Upstream,
  target: string,
  signal: AbortSignal,
): AsyncGenerator<Step, void, undefined> {
  // First, since the companion records each export: one that has nowhere to go is not asked for.
  const part = await openPartFile(target)
  try {
    let lines = 0
    let reported = 0
    for await (const bytes of await openStream(upstream, signal)) {
      await part.append(bytes)
      lines += linesIn(bytes)
      if (lines - reported < LINES_PER_REPORT) continue
      reported = lines
      yield { state: 'running', lines }
    }
    signal.throwIfAborted()
    await part.finish()
  } finally {
    await part.drop()
  }
}

export interface AuditExport {
  readonly window: BrowserWindow
  readonly session: Pick<Session, 'openUpstream' | 'onTokenRefused'>
}

/** The whole sealed log, from the companion straight to a file: it may be larger than what a page can hold. */
export async function* exportAudit(
  { window, session }: AuditExport,
  signal: AbortSignal,
): AsyncGenerator<Step, void, undefined> {
  const day = dayOf(new Date().toISOString())
  const target = await askForPlace(window, `audit-${day}.jsonl`, 'jsonl')
  if (target === null) {
    yield { state: 'cancelled' }
    return
  }
  if (signal.aborted) return
  yield { state: 'running', lines: 0 }
  const upstream = await session.openUpstream(signal)
  try {
    yield* writeLog(upstream, target, AbortSignal.any([signal, upstream.gone]))
  } catch (error) {
    if (signal.aborted) return
    if (upstream.gone.aborted) throw goneRefusal(upstream.gone)
    const refusal = lostAnswer(error, 'query')
    if (refusal.code === 'SIGN_IN_REQUIRED' && 'authorization' in upstream.headers) session.onTokenRefused()
    throw refusal
  }
  yield { state: 'saved', name: basename(target) }
}
