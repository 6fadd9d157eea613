import { useRouter, useRouterState } from '@tanstack/react-router'
import { Suspense, useState, type ReactNode } from 'react'
import { AppShell } from '../components/AppShell.tsx'
import type { Env } from '../components/EnvTag.tsx'
import { OneSearch } from '../components/OneSearch.tsx'
import { ShortcutsHelp } from '../components/ShortcutsHelp.tsx'
import { SideNav } from '../components/SideNav.tsx'
import { TopBar } from '../components/TopBar.tsx'
import { OpenCases } from '../features/cases/OpenCases.tsx'
import type { MeasuredHealth } from '../features/system/health-checks.ts'
import { Health } from '../features/system/Health.tsx'
import { OfflineBanner } from '../features/system/OfflineBanner.tsx'
import { useMe } from '../lib/use-me.ts'
import { desk } from '../messages/desk.ts'
import { search } from '../messages/search.ts'
import { session } from '../messages/session.ts'
import { DeskPalette } from './desk-palette.tsx'
import { destinationOf } from './navigation.ts'
import { PERSON_MENU_ID, PersonMenu } from './person-menu.tsx'
import { useDeepLinks } from './use-deep-links.ts'
import { useDeskKeys } from './use-desk-keys.ts'
import { useNavSections } from './use-nav-sections.ts'
import { usePageFocus } from './use-page-focus.ts'

const ENVS: Record<'TEST' | 'LIVE', Env> = { TEST: 'test', LIVE: 'live' }

export interface ShellProps {
  readonly measured: MeasuredHealth
  readonly children: ReactNode
}

/** The frame around every page: search, places, open cases, the strip of health. */
export const Shell = ({ measured, children }: ShellProps) => {
  const env = ENVS[measured.health.mode]
  const me = useMe()
  const router = useRouter()
  const { pathname, href } = useRouterState({ select: ({ location }) => location })
  const [isSearching, setSearching] = useState(false)
  const sections = useNavSections()
  useDeskKeys()
  usePageFocus()
  useDeepLinks()
  return (
    <AppShell
      env={env}
      topBar={
        <TopBar
          env={env}
          product={desk.product}
          onBack={() => router.history.back()}
          search={<OneSearch placeholder={search.placeholder} onOpen={() => setSearching(true)} />}
          person={{ name: me?.staff.name ?? '', role: session.rolesText(me?.staff.roles ?? []) }}
          personPopoverId={PERSON_MENU_ID}
        >
          <PersonMenu />
        </TopBar>
      }
      sideNav={
        <SideNav sections={sections} currentId={destinationOf(pathname)} cases={<OpenCases currentPath={href} />} />
      }
      healthStrip={<Health env={env} measured={measured} />}
    >
      <OfflineBanner />
      <Suspense fallback={null}>{children}</Suspense>
      <ShortcutsHelp />
      {isSearching && <DeskPalette onClose={() => setSearching(false)} />}
    </AppShell>
  )
}
