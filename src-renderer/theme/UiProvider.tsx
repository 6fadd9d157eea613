import { MantineProvider, type MantineColorScheme } from '@mantine/core'
import { useEffect, type ReactNode } from 'react'
import { LiveRegion } from '../components/LiveRegion.tsx'
import { ShortcutsProvider } from '../components/ShortcutsProvider.tsx'
import { cssVariablesResolver, theme } from './theme.ts'
import './layers.css'
import '@mantine/core/styles.layer.css'
import './fonts.css'
import './tokens.css'
import './base.css'

export interface UiProviderProps {
  readonly children: ReactNode
  /** The nonce of this load, from the page's policy; styles without it are refused by the browser. */
  readonly styleNonce?: string
  readonly colorScheme?: 'light' | 'dark'
  readonly defaultColorScheme?: MantineColorScheme
  readonly hasSingleKeys?: boolean
}

const SCHEME = 'data-mantine-color-scheme'

/** Paper is white: while printing the light tokens apply whatever the screen shows. */
const usePrintInLight = (): void => {
  useEffect(() => {
    const root = document.documentElement
    let before: string | null = null
    const toPaper = () => {
      before = root.getAttribute(SCHEME)
      root.setAttribute(SCHEME, 'light')
    }
    const toScreen = () => {
      if (before !== null) root.setAttribute(SCHEME, before)
    }
    window.addEventListener('beforeprint', toPaper)
    window.addEventListener('afterprint', toScreen)
    return () => {
      window.removeEventListener('beforeprint', toPaper)
      window.removeEventListener('afterprint', toScreen)
    }
  }, [])
}

/** Everything a page needs around it: theme, keys, announcements. */
export const UiProvider = (props: UiProviderProps) => {
  const { children, styleNonce, colorScheme, defaultColorScheme = 'auto', hasSingleKeys = true } = props
  usePrintInLight()
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      defaultColorScheme={defaultColorScheme}
      {...(colorScheme === undefined ? {} : { forceColorScheme: colorScheme })}
      {...(styleNonce === undefined ? {} : { getStyleNonce: () => styleNonce })}
    >
      <LiveRegion>
        <ShortcutsProvider hasSingleKeys={hasSingleKeys}>{children}</ShortcutsProvider>
      </LiveRegion>
    </MantineProvider>
  )
}
