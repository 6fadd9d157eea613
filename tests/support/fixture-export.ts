import type { ServerResponse } from 'node:http'

/** How the next export goes: to its end, cut off in the middle, or on and on until the asker leaves. */
export type ExportManner = 'whole' | 'cut' | 'endless'

let manner: ExportManner = 'whole'
export const exportFrom = (next: ExportManner): void => {
  manner = next
}

let left = 0
/** How often an asker left one that had no end. */
export const countLeftExports = (): number => left

const line = (sequence: number): string => `${JSON.stringify({ sequence, action: 'fixture' })}\n`

export const EXPORTED_LINES = 1200

export const answerExport = (response: ServerResponse, isStaff: boolean): void => {
  if (!isStaff) {
    const error = {
      code: 'FORBIDDEN',
      message: 'fixture: FORBIDDEN',
      next: 'Ask an auditor.',
      requestId: 'req_export',
      refusal: { permission: 'audit.export' },
    }
    response.writeHead(403, { 'content-type': 'application/json' }).end(JSON.stringify({ error }))
    return
  }
  response.writeHead(200, { 'content-type': 'application/jsonl; charset=utf-8' })
  for (let sequence = 1; sequence <= EXPORTED_LINES; sequence += 1) response.write(line(sequence))
  if (manner === 'whole') response.end()
  if (manner === 'endless') response.on('close', () => (left += 1))
  if (manner === 'cut') setImmediate(() => response.destroy())
}
