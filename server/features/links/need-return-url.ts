import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'

/** Refuses with LINKS_NOT_SET_UP. */
export const needReturnUrl = ({ settings }: Pick<Kernel, 'settings'>): string => {
  if (settings.linkReturnUrl === null) throw new AppError('LINKS_NOT_SET_UP')
  return settings.linkReturnUrl
}
