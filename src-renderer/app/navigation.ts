import type { Permission } from '@countersign/shared/roles'
import {
  Boxes,
  CalendarClock,
  FileText,
  FolderOpen,
  Gauge,
  GitCompareArrows,
  Inbox,
  KeyRound,
  List,
  Scale,
  ScrollText,
  Settings2,
  Shield,
  TicketPercent,
  UserCog,
  Users,
  Zap,
} from 'lucide-react'
import type { IconShape } from '../components/Icon.tsx'
import { deskPaths } from '../lib/desk-paths.ts'
import { desk } from '../messages/desk.ts'

export interface Destination {
  readonly id:
    | 'verify'
    | 'approvals'
    | 'cases'
    | 'teams'
    | 'coupons'
    | 'licenses'
    | 'tenants'
    | 'metering'
    | 'policy'
    | 'drift'
    | 'webhooks'
    | 'quotes'
    | 'invoices'
    | 'receivables'
    | 'audit'
    | 'staff'
    | 'settings'
  readonly label: string
  readonly icon: IconShape
  readonly href: string
  readonly keys: string
  /** Who lacks it sees the page dimmed, with the reason. */
  readonly permission: Permission
}

const { pages } = desk

/** Every page that there is, in the order of the side. */
export const DESTINATIONS: readonly Destination[] = [
  {
    id: 'verify',
    label: pages.verify,
    icon: Shield,
    href: deskPaths.verify(),
    keys: 'g v',
    permission: 'team.verify',
  },
  {
    id: 'approvals',
    label: pages.approvals,
    icon: Inbox,
    href: deskPaths.approvals(),
    keys: 'g o',
    permission: 'approval.read',
  },
  { id: 'cases', label: pages.cases, icon: FolderOpen, href: deskPaths.cases(), keys: 'g k', permission: 'team.read' },
  { id: 'teams', label: pages.teams, icon: Users, href: deskPaths.teams(), keys: 'g t', permission: 'search.read' },
  {
    id: 'quotes',
    label: pages.quotes,
    icon: ScrollText,
    href: deskPaths.quotes(),
    keys: 'g q',
    permission: 'invoice.read',
  },
  {
    id: 'invoices',
    label: pages.invoices,
    icon: FileText,
    href: deskPaths.invoices(),
    keys: 'g i',
    permission: 'invoice.read',
  },
  {
    id: 'receivables',
    label: pages.receivables,
    icon: CalendarClock,
    href: deskPaths.receivables(),
    keys: 'g r',
    permission: 'invoice.read',
  },
  {
    id: 'coupons',
    label: pages.coupons,
    icon: TicketPercent,
    href: deskPaths.coupons(),
    keys: 'g c',
    permission: 'approval.read',
  },
  {
    id: 'licenses',
    label: pages.licenses,
    icon: KeyRound,
    href: deskPaths.licenses(),
    keys: 'g l',
    permission: 'license.read',
  },
  {
    id: 'tenants',
    label: pages.tenants,
    icon: Boxes,
    href: deskPaths.tenants(),
    keys: 'g n',
    permission: 'tenant.read',
  },
  {
    id: 'metering',
    label: pages.metering,
    icon: Gauge,
    href: deskPaths.metering(),
    keys: 'g m',
    permission: 'metering.read',
  },
  {
    id: 'policy',
    label: pages.policy,
    icon: Scale,
    href: deskPaths.policy(),
    keys: 'g y',
    permission: 'approval.read',
  },
  {
    id: 'drift',
    label: pages.drift,
    icon: GitCompareArrows,
    href: deskPaths.drift(),
    keys: 'g d',
    permission: 'drift.read',
  },
  {
    id: 'webhooks',
    label: pages.webhooks,
    icon: Zap,
    href: deskPaths.webhooks(),
    keys: 'g w',
    permission: 'event.read',
  },
  { id: 'audit', label: pages.audit, icon: List, href: deskPaths.audit(), keys: 'g a', permission: 'audit.read' },
  { id: 'staff', label: pages.staff, icon: UserCog, href: deskPaths.staff(), keys: 'g p', permission: 'staff.read' },
  {
    id: 'settings',
    label: pages.settings,
    icon: Settings2,
    href: deskPaths.settings(),
    keys: 'g s',
    permission: 'signed-in',
  },
]

/** `/teams/cus_…` belongs to Teams. */
export const destinationOf = (path: string): Destination['id'] | undefined =>
  DESTINATIONS.find(({ id }) => path === `/${id}` || path.startsWith(`/${id}/`))?.id
