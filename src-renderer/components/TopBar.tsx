import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { messages } from '../messages/index.ts'
import { Avatar } from './Avatar.tsx'
import { EnvTag, type Env } from './EnvTag.tsx'
import { IconButton } from './IconButton.tsx'
import { Name } from './Name.tsx'
import s from './TopBar.module.css'

export interface TopBarProps {
  readonly env: Env
  readonly product: string
  readonly onBack: () => void
  readonly search: ReactNode
  readonly person: { readonly name: string; readonly role: string }
  /** Opens the person's own menu; without it and without a popover the name is plain text. */
  readonly onPerson?: () => void
  /** The id of a popover that the name opens: the browser tells whether it is open. */
  readonly personPopoverId?: string
  /** Bell, presence and the like, before the person. */
  readonly children?: ReactNode
}

const Person = ({ person: { name, role } }: Pick<TopBarProps, 'person'>) => (
  <>
    <Avatar name={name} size="md" />
    <span className={s['names']}>
      <Name isCut className="cs-med">
        {name}
      </Name>
      <span className="cs-sr">, </span>
      <span className="cs-faint">{role}</span>
    </span>
  </>
)

export const TopBar = ({ env, product, onBack, search, person, onPerson, personPopoverId, children }: TopBarProps) => (
  <header className={s['bar']}>
    <div className={s['brand']}>
      <EnvTag env={env} />
      <span className={s['product']}>{product}</span>
    </div>
    <IconButton icon={ArrowLeft} label={messages.common.back} onPress={onBack} />
    {search}
    <div className={s['end']}>
      {children}
      {onPerson === undefined && personPopoverId === undefined ? (
        <span className={s['person']}>
          <Person person={person} />
        </span>
      ) : (
        <button type="button" className={s['person']} popoverTarget={personPopoverId} onClick={onPerson}>
          <Person person={person} />
        </button>
      )}
    </div>
  </header>
)
