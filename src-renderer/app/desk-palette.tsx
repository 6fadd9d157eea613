import { readTeamId } from '@countersign/shared/features/team-id-rules'
import { LogOut, Shield, SunMoon } from 'lucide-react'
import { useCallback } from 'react'
import { type Command, type CommandGroup, SearchPalette } from '../features/search/SearchPalette.tsx'
import { useLeave } from '../features/session/use-enter.ts'
import { deskPaths } from '../lib/desk-paths.ts'
import { type PageActions, usePageActionsStore } from '../lib/page-actions.ts'
import { useMe } from '../lib/use-me.ts'
import { useTheme, type Theme } from '../lib/use-theme.ts'
import { search as words } from '../messages/search.ts'
import { session } from '../messages/session.ts'
import { settings } from '../messages/settings.ts'
import { DESTINATIONS } from './navigation.ts'
import { goTo } from './use-desk-keys.ts'
import { missingFor } from './use-nav-sections.ts'

const THEMES: readonly Theme[] = ['light', 'dark', 'system']

const ofPage = (page: PageActions): CommandGroup => ({
  id: 'page',
  title: page.title,
  ...(page.aside === undefined ? {} : { aside: page.aside }),
  commands: page.actions.map((action) => ({ ...action, id: `act-${action.id}` })),
})

const useGoTo = (): CommandGroup => {
  const roles = useMe()?.staff.roles ?? []
  const { choose } = useTheme()
  const leave = useLeave()
  const places = DESTINATIONS.map((place): Command => {
    const reason = missingFor(place, roles)
    return {
      id: `go-${place.id}`,
      icon: place.icon,
      label: place.label,
      keys: place.keys,
      run: () => goTo(place.href),
      ...(reason === undefined ? {} : { reason }),
    }
  })
  const themes = THEMES.map(
    (theme): Command => ({
      id: `theme-${theme}`,
      icon: SunMoon,
      label: words.theme(settings.theme[theme]),
      run: () => choose(theme),
    }),
  )
  const out: Command = { id: 'sign-out', icon: LogOut, label: session.signOut, run: () => void leave() }
  return { id: 'go', title: words.goTo, commands: [...places, ...themes, out] }
}

/** Something that may be a team's id can be proven, whether or not the mirror knows it. */
const verifyGroup = (text: string): readonly CommandGroup[] => {
  const { teamId } = readTeamId('', text)
  if (teamId === null || teamId.length < 6) return []
  return [
    {
      id: 'verify',
      title: words.doNow,
      isForQuery: true,
      commands: [
        {
          id: 'verify-text',
          icon: Shield,
          label: words.verifyTeam(teamId),
          detail: words.asksStripe,
          run: () => goTo(deskPaths.verify({ team: teamId })),
        },
      ],
    },
  ]
}

const openPath = (href: string, isNewWindow: boolean): void => {
  // The desktop has one window and refuses to open another.
  if (isNewWindow && window.countersign === undefined) window.open(href, '_blank', 'noopener')
  else goTo(href)
}

/** The one search with everything that the desk can do: the only place where all of it meets. */
export const DeskPalette = ({ onClose }: { readonly onClose: () => void }) => {
  const page = usePageActionsStore((state) => state.page)
  const places = useGoTo()
  const commandsFor = useCallback(
    (text: string) => [...(page ? [ofPage(page)] : []), places, ...verifyGroup(text)],
    [page, places],
  )
  return <SearchPalette commandsFor={commandsFor} onOpen={openPath} onClose={onClose} />
}
