import { Button as MantineButton } from '@mantine/core'
import { useId, useRef, type ReactNode } from 'react'
import { ariaKeys } from '../lib/shortcut-keys.ts'
import { messages } from '../messages/index.ts'
import { EnvTag, type Env } from './EnvTag.tsx'
import { Icon, type IconShape } from './Icon.tsx'
import { Kbd } from './Kbd.tsx'
import { useAnnounce } from './LiveRegion.tsx'
import { useKeyClick } from './use-key-click.ts'
import s from './Button.module.css'

export interface ButtonProps {
  readonly children: string
  readonly kind?: 'primary' | 'default' | 'quiet' | 'danger'
  readonly size?: 'sm' | 'md' | 'lg'
  readonly icon?: IconShape
  readonly keys?: string
  /** Inside a button that moves money: TEST says so on the button itself. */
  readonly env?: Env
  readonly isBusy?: boolean
  readonly isSubmit?: boolean
  /** Why it can't be pressed. It stays focusable, so that the reason can be read. */
  readonly reason?: string | undefined
  readonly aside?: ReactNode
  /** Of a button that opens a small panel: whether it is open. */
  readonly isExpanded?: boolean
  readonly onPress?: () => void
}

const VARIANTS = { primary: 'filled', default: 'default', quiet: 'quiet', danger: 'danger' } as const
const SIZES = { sm: 'xs', md: 'sm', lg: 'md' } as const

const Inside = ({ children, env, aside, keys }: Pick<ButtonProps, 'children' | 'env' | 'aside' | 'keys'>) => (
  <>
    {children}
    {env === 'test' && <EnvTag env={env} isInline />}
    {aside !== undefined && <span className={s['aside']}>{aside}</span>}
    {keys !== undefined && <Kbd keys={keys} />}
  </>
)

/** What is off says so, but is never `disabled`: then nobody could reach the reason. */
const stateOf = ({ reason, isBusy = false, keys, isExpanded }: ButtonProps, reasonId: string) => ({
  ...(isExpanded === undefined ? {} : { 'aria-expanded': isExpanded }),
  ...(reason === undefined ? {} : { 'data-disabled': true, 'aria-describedby': reasonId, title: reason }),
  ...(reason !== undefined || isBusy ? { 'aria-disabled': true } : {}),
  ...(isBusy ? { 'aria-busy': true } : {}),
  ...(keys === undefined ? {} : { 'aria-keyshortcuts': ariaKeys(keys) }),
})

export const Button = (props: ButtonProps) => {
  const { children, kind = 'default', size = 'md', icon, keys, reason } = props
  const ref = useRef<HTMLButtonElement>(null)
  const reasonId = useId()
  const announce = useAnnounce()
  useKeyClick(ref, { keys, label: children, reason })
  const press = () => {
    if (reason !== undefined) announce(messages.common.notYet(reason))
    else if (props.isBusy !== true) props.onPress?.()
    return reason === undefined && props.isBusy !== true
  }
  return (
    <>
      <MantineButton
        ref={ref}
        type={props.isSubmit === true ? 'submit' : 'button'}
        variant={VARIANTS[kind]}
        size={SIZES[size]}
        leftSection={icon && <Icon of={icon} size={size === 'sm' ? 14 : 16} />}
        onClick={(event) => press() || event.preventDefault()}
        {...stateOf(props, reasonId)}
      >
        <Inside {...props} />
      </MantineButton>
      {reason !== undefined && (
        <span id={reasonId} className="cs-sr">
          {reason}
        </span>
      )}
    </>
  )
}
