import {
  ArrowLeftRight,
  Bell,
  ChartColumn,
  Inbox,
  KeyRound,
  Layers,
  List,
  Receipt,
  CalendarDays,
  Server,
  Shield,
  SlidersHorizontal,
  TicketPercent,
  Users,
  Zap,
} from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { AppShell } from '../../components/AppShell.tsx'
import { CaseItem } from '../../components/CaseItem.tsx'
import type { Env } from '../../components/EnvTag.tsx'
import { HealthStrip, type HealthCheck } from '../../components/HealthStrip.tsx'
import { IconButton } from '../../components/IconButton.tsx'
import { OneSearch } from '../../components/OneSearch.tsx'
import { ShortcutsHelp } from '../../components/ShortcutsHelp.tsx'
import { SideNav, type NavSection } from '../../components/SideNav.tsx'
import { TopBar } from '../../components/TopBar.tsx'
import { ExamplePalette } from './ExamplePalette.tsx'

const sections: readonly NavSection[] = [
  {
    id: 'desk',
    items: [
      { id: 'verify', label: 'Verify', icon: Shield, href: '?page=verify' },
      { id: 'approvals', label: 'Approvals', icon: Inbox, href: '#approvals', count: 4 },
      { id: 'teams', label: 'Teams', icon: Users, href: '?page=team' },
    ],
  },
  {
    id: 'money',
    title: 'Money',
    items: [
      { id: 'invoices', label: 'Invoices', icon: Receipt, href: '#invoices' },
      { id: 'receivables', label: 'Receivables', icon: CalendarDays, href: '?page=receivables', count: 7 },
      { id: 'coupons', label: 'Coupons', icon: TicketPercent, href: '#coupons', reason: 'finance only' },
    ],
  },
  {
    id: 'service',
    title: 'Service',
    items: [
      { id: 'licences', label: 'Licences', icon: KeyRound, href: '#licences' },
      { id: 'instances', label: 'Instances', icon: Server, href: '#instances', count: 3 },
      { id: 'tenants', label: 'Tenants', icon: Layers, href: '#tenants' },
    ],
  },
  {
    id: 'trust',
    title: 'Trust',
    items: [
      { id: 'drift', label: 'Drift', icon: ArrowLeftRight, href: '#drift', count: 2 },
      { id: 'webhooks', label: 'Webhooks', icon: Zap, href: '#webhooks' },
      { id: 'audit', label: 'Audit', icon: List, href: '?page=audit' },
      { id: 'reports', label: 'Reports', icon: ChartColumn, href: '#reports' },
      { id: 'settings', label: 'Settings', icon: SlidersHorizontal, href: '#settings' },
    ],
  },
]

const cases = (
  <>
    <CaseItem
      href="#1"
      name="Kestrel Robotics – Werk Nord"
      detail="#48213 proven, 7 h 59 min"
      proof="proven"
      isCurrent
    />
    <CaseItem href="#2" name="株式会社ミナト計測" detail="#48190 proven, 1 h 05 min" proof="proven" />
    <CaseItem href="#3" name="Taller Eléctrico Hermanos Peñaranda" detail="#48177 weak, read-only" proof="weak" />
    <CaseItem href="#4" name="شركة النخيل للأتمتة الصناعية" detail="#51902 conflict, read-only" proof="conflict" />
  </>
)

const checks: readonly HealthCheck[] = [
  { id: 'companion', text: 'Companion 38 ms', state: 'ok' },
  { id: 'webhooks', text: 'Webhooks 48 s behind', state: 'warn' },
  { id: 'mirror', text: 'Mirror synced 12:41:52 UTC', state: 'ok' },
  { id: 'replica', text: 'Replica 0.8 s behind', state: 'ok', isOptional: true },
]

export interface ExampleShellProps {
  readonly env: Env
  readonly currentId: string
  readonly children: ReactNode
}

export const ExampleShell = ({ env, currentId, children }: ExampleShellProps) => {
  const [isOpen, setOpen] = useState(new URLSearchParams(location.search).has('palette'))
  return (
    <AppShell
      env={env}
      topBar={
        <TopBar
          env={env}
          product="Countersign"
          person={{ name: 'Ines Albrecht', role: 'Support' }}
          onBack={() => history.back()}
          search={<OneSearch onOpen={() => setOpen(true)} />}
          onPerson={() => undefined}
        >
          <IconButton icon={Bell} label="Approvals: 4 waiting" count={4} onPress={() => undefined} />
        </TopBar>
      }
      sideNav={<SideNav sections={sections} currentId={currentId} cases={cases} />}
      healthStrip={
        <HealthStrip
          env={env}
          checks={checks}
          hints={[
            { keys: ['j', 'k'], label: 'move' },
            { keys: ['e'], label: 'evidence' },
            { keys: ['?'], label: 'all keys' },
          ]}
        />
      }
    >
      {children}
      {isOpen && <ExamplePalette onClose={() => setOpen(false)} />}
      <ShortcutsHelp />
    </AppShell>
  )
}
