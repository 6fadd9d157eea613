import type { QuoteContent } from '@countersign/shared/features/quotes'
import { AppError } from '../../kernel/errors.ts'
import { faultOf } from './quote-rules.ts'

/** QUOTE_AMOUNT_WRONG, with the line and the reason, unless the amounts can be invoiced. */
export const checkContent = (content: QuoteContent): void => {
  const fault = faultOf(content)
  if (fault !== null) throw new AppError('QUOTE_AMOUNT_WRONG', { data: { ...fault } })
}
