import { Radio } from '@mantine/core'
import { Panel } from '../../components/Panel.tsx'
import { type Theme, useTheme } from '../../lib/use-theme.ts'
import { settings } from '../../messages/settings.ts'
import s from './ServerGate.module.css'

const THEMES: readonly Theme[] = ['light', 'dark', 'system']

export const ThemePanel = () => {
  const { theme, choose } = useTheme()
  const { title, label, note } = settings.theme
  return (
    <Panel title={title} aside={note}>
      <div role="radiogroup" aria-label={label} className={s['form']}>
        {THEMES.map((each) => (
          <Radio
            key={each}
            name="theme"
            label={settings.theme[each]}
            checked={each === theme}
            onChange={() => choose(each)}
          />
        ))}
      </div>
    </Panel>
  )
}
