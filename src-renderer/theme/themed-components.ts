import type { MantineThemeComponents } from '@mantine/core'
import s from './controls.module.css'

type Size = string | number | undefined

const buttonHeights: Record<string, string> = { xs: '24px', sm: '28px', md: '32px' }
const buttonPaddings: Record<string, string> = { xs: '8px', sm: '10px', md: '12px' }

const field = { size: 'sm', classNames: { label: s['label'], description: s['hint'], error: s['hint'] } }
const popover = { shadow: undefined, radius: 'md', classNames: { dropdown: s['dropdown'] } }

export const themedComponents: MantineThemeComponents = {
  Button: {
    defaultProps: { variant: 'default', size: 'sm' },
    classNames: { root: s['button'], section: s['buttonSection'], label: s['buttonLabel'] },
    vars: (_theme: unknown, props: { size?: Size }) => {
      const size = String(props.size ?? 'sm')
      return {
        root: {
          '--button-height': buttonHeights[size] ?? '28px',
          '--button-padding-x': buttonPaddings[size] ?? '10px',
          '--button-fz': size === 'xs' ? '12px' : '13px',
        },
      }
    },
  },
  Input: {
    defaultProps: { size: 'sm' },
    classNames: { input: s['input'], wrapper: s['inputWrapper'], section: s['inputSection'] },
    vars: () => ({ wrapper: { '--input-height': '32px', '--input-fz': '13px', '--input-padding': '10px' } }),
  },
  InputWrapper: {
    classNames: { label: s['label'], description: s['hint'], error: s['hint'], required: s['required'] },
  },
  TextInput: { defaultProps: field },
  PasswordInput: { defaultProps: { size: 'sm' } },
  NumberInput: { defaultProps: { size: 'sm', hideControls: true } },
  Textarea: { defaultProps: { ...field, autosize: true, minRows: 3 } },
  Select: { defaultProps: { ...field, allowDeselect: false, checkIconPosition: 'right' } },
  Checkbox: {
    defaultProps: { size: 'xs', radius: 'sm' },
    classNames: { label: s['choiceLabel'], input: s['choice'] },
    vars: () => ({ root: { '--checkbox-size': '16px' } }),
  },
  Radio: {
    defaultProps: { size: 'xs' },
    classNames: { label: s['choiceLabel'], radio: s['choice'] },
    vars: () => ({ root: { '--radio-size': '16px', '--radio-icon-size': '6px' } }),
  },
  Popover: { defaultProps: popover },
  Menu: { defaultProps: { ...popover, classNames: { dropdown: s['dropdown'], item: s['option'], label: s['hint'] } } },
  Combobox: { defaultProps: { ...popover, classNames: { dropdown: s['dropdown'], option: s['option'] } } },
  Tooltip: { defaultProps: { openDelay: 400, withArrow: false, radius: 'md' }, classNames: { tooltip: s['tooltip'] } },
}
