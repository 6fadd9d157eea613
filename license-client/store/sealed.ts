import { createHash } from 'node:crypto'

// A file that says of itself whether it is whole. The sum guards against faults of disks and hands, not against malice: what
// must not be made up, the lease, is signed.

const sumOf = (body: unknown): string => createHash('sha256').update(JSON.stringify(body)).digest('base64url')

export const seal = (body: unknown): string => `${JSON.stringify({ format: 1, sum: sumOf(body), body })}\n`

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** null where the text is not as it was sealed. */
export const unseal = (text: string): unknown => {
  const file = parsed(text)
  if (typeof file !== 'object' || file === null || !('body' in file) || !('sum' in file) || !('format' in file))
    return null
  return file.format === 1 && file.sum === sumOf(file.body) ? file.body : null
}
