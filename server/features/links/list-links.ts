import type { Link, ListLinksInput } from '@countersign/shared/features/links'
import type { Kernel } from '../../kernel/context.ts'
import { describeLink } from './describe-link.ts'
import { listLinkRows } from './store.ts'

const LISTED = 50

/** The newest links of a team, from our own rows. */
export const listLinks = async ({ db }: Pick<Kernel, 'db'>, asked: ListLinksInput): Promise<Link[]> =>
  (await listLinkRows(db, asked, LISTED)).map(describeLink)
