import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { PageHead } from '../../components/PageHead.tsx'
import { Tabs } from '../../components/Tabs.tsx'
import { MirrorPanel } from '../../features/mirror/MirrorPanel.tsx'
import { AccountPanel } from '../../features/session/AccountPanel.tsx'
import { AboutPanel } from '../../features/system/AboutPanel.tsx'
import { ServerPanel } from '../../features/system/ServerPanel.tsx'
import { ThemePanel } from '../../features/system/ThemePanel.tsx'
import { usePageTitle } from '../../lib/use-page-title.ts'
import { desk } from '../../messages/desk.ts'
import { settings } from '../../messages/settings.ts'
import { KeySection } from './key-section.tsx'
import s from './settings-page.module.css'

type Section = keyof typeof settings.tabs

const SECTIONS: Record<Section, () => ReactNode> = {
  account: AccountPanel,
  key: KeySection,
  appearance: ThemePanel,
  mirror: MirrorPanel,
  server: ServerPanel,
  about: AboutPanel,
}

const isSection = (text: string | undefined): text is Section => text !== undefined && Object.hasOwn(SECTIONS, text)

const TABS = (Object.keys(settings.tabs) as Section[]).map((id) => ({ id, label: settings.tabs[id] }))

export const SettingsPage = () => {
  usePageTitle(desk.pages.settings)
  const { section } = useSearch({ from: '/settings' })
  const navigate = useNavigate()
  const current = isSection(section) ? section : 'account'
  const Shown = SECTIONS[current]
  return (
    <>
      <PageHead title={desk.pages.settings} lead={settings.lead} hasTabs />
      <Tabs
        label={settings.sections}
        tabs={TABS}
        value={current}
        onChange={(id) => void navigate({ to: '/settings', search: { section: id }, replace: true })}
      >
        <div className={s['body']}>
          <Shown />
        </div>
      </Tabs>
    </>
  )
}
