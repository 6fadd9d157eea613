import { Checkbox } from '@mantine/core'
import { type Role, ROLES } from '@countersign/shared/roles'
import { session } from '../../messages/session.ts'
import { staff as words } from '../../messages/staff.ts'
import s from './staff.module.css'

export interface RoleChoiceProps {
  readonly roles: readonly Role[]
  readonly onChange: (roles: readonly Role[]) => void
  readonly isLocked?: boolean
}

/** Several may be held at once; what each is good for stands beside it. */
export const RoleChoice = ({ roles, onChange, isLocked = false }: RoleChoiceProps) => (
  <fieldset className={s['roles']}>
    <legend className={s['legend']}>{words.roles}</legend>
    {ROLES.map((role) => (
      <Checkbox
        key={role}
        label={session.roles[role]}
        description={words.roleHints[role]}
        checked={roles.includes(role)}
        disabled={isLocked}
        onChange={(event) =>
          onChange(
            event.currentTarget.checked
              ? ROLES.filter((each) => each === role || roles.includes(each))
              : roles.filter((each) => each !== role),
          )
        }
      />
    ))}
  </fieldset>
)
