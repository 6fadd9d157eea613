import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'
import { themedComponents } from './themed-components.ts'

const tuple = (name: string): MantineColorsTuple =>
  Array.from({ length: 10 }, (_, shade) => `var(--cs-${name}-${shade})`) as unknown as MantineColorsTuple

/** Mantine's component styles name the shades of `gray` and `dark` outright, so both tuples have to be replaced too. */
export const theme = createTheme({
  primaryColor: 'ink',
  primaryShade: { light: 6, dark: 5 },
  colors: { ink: tuple('ink'), gray: tuple('gray'), dark: tuple('dark') },
  fontFamily: 'var(--cs-font-sans)',
  fontFamilyMonospace: 'var(--cs-font-mono)',
  fontWeights: { regular: '400', medium: '500', bold: '600' },
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '24px', xl: '28px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '3px', sm: '4px', md: '6px', lg: '8px', xl: '8px' },
  defaultRadius: 'md',
  cursorType: 'default',
  respectReducedMotion: true,
  focusClassName: 'cs-focus',
  components: themedComponents,
})

const roles: Record<string, string> = {
  '--mantine-color-body': 'var(--cs-surface-page)',
  '--mantine-color-text': 'var(--cs-text)',
  '--mantine-color-bright': 'var(--cs-text)',
  '--mantine-color-dimmed': 'var(--cs-text-secondary)',
  '--mantine-color-placeholder': 'var(--cs-text-tertiary)',
  '--mantine-color-anchor': 'var(--cs-accent-text)',
  '--mantine-color-error': 'var(--cs-danger-text)',
  '--mantine-color-success': 'var(--cs-proof-text)',
  '--mantine-color-default': 'var(--cs-surface-control)',
  '--mantine-color-default-color': 'var(--cs-text)',
  '--mantine-color-default-hover': 'var(--cs-surface-hover)',
  '--mantine-color-default-border': 'var(--cs-border-strong)',
  '--mantine-color-disabled': 'var(--cs-surface-active)',
  '--mantine-color-disabled-color': 'var(--cs-text-tertiary)',
  '--mantine-color-disabled-border': 'var(--cs-border)',
  '--mantine-color-ink-filled': 'var(--cs-accent)',
  '--mantine-color-ink-filled-hover': 'var(--cs-accent-hover)',
  '--mantine-color-ink-light': 'var(--cs-accent-soft)',
  '--mantine-color-ink-light-color': 'var(--cs-accent-text)',
}

/** The tokens switch themselves with the colour scheme, so both schemes get the same map. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({ variables: {}, light: roles, dark: roles })
