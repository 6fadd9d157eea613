import type { InvoiceChoices } from '@countersign/shared/features/invoice-work'
import { contentHash } from '../../kernel/fingerprint.ts'
import { draftedPart } from './draft-rules.ts'

/** Of what a draft is made of: the same choices make the same draft. */
export const hashChoices = (choices: InvoiceChoices): string => contentHash(draftedPart(choices))
