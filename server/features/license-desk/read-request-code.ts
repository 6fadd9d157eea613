import { createHash } from 'node:crypto'
import { type OfflineRequest, offlineRequestSchema } from '@countersign/shared/licenses-api'
import { AppError } from '../../kernel/errors.ts'

const CODE = /^csr1[.]([A-Za-z0-9_-]{1,2000})[.]([A-Za-z0-9_-]{8})$/i
const CHECK_CHARS = 8

const parse = (body: string): unknown => {
  try {
    return JSON.parse(Buffer.from(body, 'base64url').toString('utf8'))
  } catch {
    return null
  }
}

/** What an installation without a way out asks for. Refuses REQUEST_CODE_UNREADABLE, for a slip too. */
export const readRequestCode = (text: string): OfflineRequest => {
  const [, body = '', check = ''] = CODE.exec(text.replaceAll(/\s/g, '')) ?? []
  const sum = createHash('sha256').update(`csr1.${body}`).digest('base64url').slice(0, CHECK_CHARS)
  const request = body !== '' && sum === check ? offlineRequestSchema.safeParse(parse(body)) : null
  if (!request?.success) throw new AppError('REQUEST_CODE_UNREADABLE')
  return request.data
}
