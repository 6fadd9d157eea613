import { createHash } from 'node:crypto'
import type { QuoteContent } from '@countersign/shared/features/quotes'
import { contentText } from './quote-rules.ts'

/** The same for two quotes that say the same. */
export const takeFingerprint = (content: QuoteContent): string =>
  createHash('sha256').update(contentText(content), 'utf8').digest('hex')
