import { useMantineColorScheme } from '@mantine/core'
import { useCallback } from 'react'
import { desktop } from './desktop.ts'

export type Theme = 'light' | 'dark' | 'system'

/** The theme that was chosen, kept by this browser or desktop; the desktop's own menus and frame follow. */
export const useTheme = (): { readonly theme: Theme; readonly choose: (theme: Theme) => void } => {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const choose = useCallback(
    (theme: Theme) => {
      setColorScheme(theme === 'system' ? 'auto' : theme)
      // The frame of the window is a nicety: the page has its theme already.
      desktop?.ask('window.theme', { theme }).catch(() => undefined)
    },
    [setColorScheme],
  )
  return { theme: colorScheme === 'auto' ? 'system' : colorScheme, choose }
}
