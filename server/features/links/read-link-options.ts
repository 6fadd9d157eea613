import type { LinkOptions } from '@countersign/shared/features/links'
import type { Kernel } from '../../kernel/context.ts'
import { listOffers } from '../subscriptions/index.ts'

/** What a link can be made for, and whether any can. */
export const readLinkOptions = async (kernel: Pick<Kernel, 'stripe' | 'settings'>): Promise<LinkOptions> => ({
  offers: await listOffers(kernel),
  hasReturnPage: kernel.settings.linkReturnUrl !== null,
  hasMailServer: kernel.settings.mailFrom !== null,
})
