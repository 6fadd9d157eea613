import { Radio } from '@mantine/core'
import { KeyRound, LogOut } from 'lucide-react'
import { useRef } from 'react'
import { Icon } from '../components/Icon.tsx'
import { useLeave } from '../features/session/use-enter.ts'
import { deskPaths } from '../lib/desk-paths.ts'
import { type Theme, useTheme } from '../lib/use-theme.ts'
import { desk } from '../messages/desk.ts'
import { session } from '../messages/session.ts'
import { settings } from '../messages/settings.ts'
import { goTo } from './use-desk-keys.ts'
import s from './person-menu.module.css'

export const PERSON_MENU_ID = 'person-menu'

const THEMES: readonly Theme[] = ['light', 'dark', 'system']

/** Your account, light or dark, sign out. The browser's own popover: it closes with Esc and gives the focus back. */
export const PersonMenu = () => {
  const menu = useRef<HTMLDialogElement>(null)
  const { theme, choose } = useTheme()
  const leave = useLeave()
  const openAccount = () => {
    menu.current?.hidePopover()
    goTo(deskPaths.settings('account'))
  }
  return (
    <dialog ref={menu} id={PERSON_MENU_ID} popover="auto" aria-label={desk.menu} className={s['menu']}>
      <button type="button" className={s['item']} onClick={openAccount}>
        <Icon of={KeyRound} />
        {desk.account}
      </button>
      <fieldset className={s['theme']}>
        <legend className={s['legend']}>{settings.theme.label}</legend>
        {THEMES.map((each) => (
          <Radio
            key={each}
            name="menu-theme"
            label={settings.theme[each]}
            checked={each === theme}
            onChange={() => choose(each)}
          />
        ))}
      </fieldset>
      <button type="button" className={s['item']} onClick={() => void leave()}>
        <Icon of={LogOut} />
        {session.signOut}
      </button>
    </dialog>
  )
}
