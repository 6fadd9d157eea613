import { classNames } from './class-names.ts'
import { initials } from '../lib/initials.ts'
import s from './Avatar.module.css'

export interface AvatarProps {
  readonly name: string
  readonly size?: 'sm' | 'md'
}

/** Stands beside the name, or has it as its title where there is no room. */
export const Avatar = ({ name, size = 'sm' }: AvatarProps) => (
  <span className={classNames(s['avatar'], s[size])} title={name} aria-hidden>
    {initials(name)}
  </span>
)
