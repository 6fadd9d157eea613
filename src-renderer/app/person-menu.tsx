import { Menu } from '@mantine/core'
import { Check, KeyRound, LogOut } from 'lucide-react'
import type { Ref } from 'react'
import { Icon } from '../components/Icon.tsx'
import { useLeave } from '../features/session/use-enter.ts'
import { deskPaths } from '../lib/desk-paths.ts'
import { useTheme, type Theme } from '../lib/use-theme.ts'
import { desk } from '../messages/desk.ts'
import { session } from '../messages/session.ts'
import { settings } from '../messages/settings.ts'
import { goTo } from './use-desk-keys.ts'
import s from './person-menu.module.css'

const THEMES: readonly Theme[] = ['light', 'dark', 'system']

/** Only a place to hang the menu from: the button in the bar says that it opens one, so this says nothing. */
const Anchor = ({ ref }: { readonly ref?: Ref<HTMLSpanElement> }) => <span ref={ref} className={s['anchor']} />

export interface PersonMenuProps {
  readonly isOpen: boolean
  readonly onChange: (isOpen: boolean) => void
}

/** Your account, light or dark, sign out. Opened by the person's name in the bar. */
export const PersonMenu = ({ isOpen, onChange }: PersonMenuProps) => {
  const { theme, choose } = useTheme()
  const leave = useLeave()
  return (
    <Menu opened={isOpen} onChange={onChange} position="bottom-end" offset={4} returnFocus withinPortal={false}>
      <Menu.Target>
        <Anchor />
      </Menu.Target>
      <Menu.Dropdown aria-label={desk.menu}>
        <Menu.Item leftSection={<Icon of={KeyRound} />} onClick={() => goTo(deskPaths.settings('account'))}>
          {desk.account}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{settings.theme.label}</Menu.Label>
        {THEMES.map((each) => (
          <Menu.Item
            key={each}
            role="menuitemradio"
            aria-checked={each === theme}
            leftSection={each === theme ? <Icon of={Check} /> : <span className={s['blank']} />}
            onClick={() => choose(each)}
          >
            {settings.theme[each]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<Icon of={LogOut} />} onClick={() => void leave()}>
          {session.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
