import type { SearchHit } from '@countersign/shared/features/search'
import { ReceiptText, RefreshCw, Ticket, User, Users } from 'lucide-react'
import type { IconShape } from '../../components/Icon.tsx'
import type { PaletteItem } from '../../components/Palette.tsx'
import { deskPaths } from '../../lib/desk-paths.ts'
import { search as words } from '../../messages/search.ts'

export const hitIcons: Record<SearchHit['kind'], IconShape> = {
  team: Users,
  customer: User,
  subscription: RefreshCw,
  invoice: ReceiptText,
  code: Ticket,
}

const TABS: Partial<Record<SearchHit['kind'], string>> = { subscription: 'subscriptions', invoice: 'invoices' }

const isCode = ({ kind, title, objectStripeId }: SearchHit): boolean =>
  kind === 'team' || kind === 'code' || kind === 'invoice' || title === objectStripeId

/** Where a hit leads: the team's page, at the object that was found. */
export const hitPath = (hit: SearchHit): string | undefined => {
  if (hit.customerStripeId === null) return undefined
  const tab = TABS[hit.kind]
  return deskPaths.team({
    customerStripeId: hit.customerStripeId,
    team: hit.teamId,
    ...(tab === undefined ? {} : { tab, item: hit.objectStripeId }),
  })
}

export const hitId = ({ kind, objectStripeId, matched }: SearchHit): string => `${kind}-${objectStripeId}-${matched}`

export const hitItem = (hit: SearchHit): PaletteItem => ({
  id: hitId(hit),
  icon: hitIcons[hit.kind],
  label: hit.title,
  isCode: isCode(hit),
  detail: hit.detail,
  kind: words.kinds[hit.kind],
  ...(hitPath(hit) === undefined ? { reason: words.noCustomer } : {}),
})
