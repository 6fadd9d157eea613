import type { OpenedLink } from '@countersign/shared/features/links'
import type { Kernel } from '../../kernel/context.ts'
import { askAboutLink } from './ask-about-link.ts'
import { describeLink } from './describe-link.ts'
import { needLink } from './need-link.ts'

/** A link as Stripe has it now, with its address while it works. Refuses with NOT_FOUND. */
export const readLink = async (kernel: Kernel, id: string): Promise<OpenedLink> => {
  const row = await needLink(kernel, id)
  const isOver = row.kind === 'portal' || (row.state !== 'open' && row.state !== 'making')
  if (isOver) return { link: describeLink(row), url: null }
  const state = await askAboutLink(kernel, row)
  return { link: describeLink(await needLink(kernel, id)), url: state?.status === 'open' ? state.url : null }
}
