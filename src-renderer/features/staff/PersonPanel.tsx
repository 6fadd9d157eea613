import type { Staff } from '@countersign/shared/features/staff'
import type { Role } from '@countersign/shared/roles'
import { useState } from 'react'
import { Avatar } from '../../components/Avatar.tsx'
import { Button } from '../../components/Button.tsx'
import { Confirm } from '../../components/Confirm.tsx'
import { FactList } from '../../components/FactList.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Name } from '../../components/Name.tsx'
import { dayText, timeText } from '../../lib/dates.ts'
import { useMissingPermission } from '../../lib/use-me.ts'
import { staff as words } from '../../messages/staff.ts'
import { Power } from './Power.tsx'
import { RoleChoice } from './RoleChoice.tsx'
import { Sessions } from './Sessions.tsx'
import { useStaffChanges } from './use-staff-changes.ts'
import s from './staff.module.css'

type Changes = ReturnType<typeof useStaffChanges>

interface PartProps {
  readonly person: Staff
  readonly changes: Changes
  readonly locked: string | undefined
}

const isSame = (a: readonly Role[], b: readonly Role[]): boolean =>
  a.length === b.length && a.every((role) => b.includes(role))

const Roles = ({ person, changes, locked }: PartProps) => {
  const [roles, setRoles] = useState<readonly Role[]>(person.roles)
  const unchanged = isSame(roles, person.roles) ? words.unchanged : undefined
  const reason = locked ?? (roles.length === 0 ? words.noRole : unchanged)
  return (
    <div className={s['part']}>
      <RoleChoice roles={roles} onChange={setRoles} isLocked={locked !== undefined} />
      <div>
        <Button
          reason={reason}
          isBusy={changes.changeRoles.isPending}
          onPress={() => changes.changeRoles.mutate({ staffId: person.id, roles: [...roles] })}
        >
          {words.save}
        </Button>
      </div>
    </div>
  )
}

const Removal = ({ person, changes, locked }: PartProps) => {
  const [isAsked, setAsked] = useState(false)
  const staffId = person.id
  if (person.status === 'removed') {
    // An approver returns by another's countersignature: see Power.
    if (person.roles.includes('approver')) return null
    return (
      <Button reason={locked} isBusy={changes.restore.isPending} onPress={() => changes.restore.mutate({ staffId })}>
        {words.restore}
      </Button>
    )
  }
  return (
    <>
      <Button kind="danger" reason={locked} onPress={() => setAsked(true)}>
        {words.remove}
      </Button>
      {isAsked && (
        <Confirm
          title={words.removeTitle(person.name)}
          action={words.remove}
          kind="danger"
          isBusy={changes.remove.isPending}
          onConfirm={() => changes.remove.mutate({ staffId }, { onSettled: () => setAsked(false) })}
          onClose={() => setAsked(false)}
        >
          {words.removeText}
        </Confirm>
      )}
    </>
  )
}

/** One person: roles, sessions, removal. An auditor reads it all and changes nothing. */
export const PersonPanel = ({ person }: { readonly person: Staff }) => {
  const changes = useStaffChanges()
  const locked = useMissingPermission('staff.manage')
  return (
    <>
      <h2 className={s['title']}>
        <Avatar name={person.name} size="md" />
        <Name>{person.name}</Name>
      </h2>
      {changes.error && <FailureProblem title={words.failed} error={changes.error} />}
      <FactList
        facts={[
          { label: words.columns.email, value: <Name>{person.email}</Name> },
          { label: words.columns.status, value: words.status[person.status] },
          { label: words.since, value: dayText(person.createdAt) },
          {
            label: words.columns.seen,
            value: person.lastSeenAt === null ? words.never : timeText(person.lastSeenAt),
          },
        ]}
      />
      {person.status === 'active' && (
        <>
          <Roles key={person.roles.join()} person={person} changes={changes} locked={locked} />
          <Sessions staffId={person.id} changes={changes} locked={locked} />
        </>
      )}
      <Power key={`${person.status} ${person.roles.join()}`} person={person} locked={locked} />
      <div>
        <Removal person={person} changes={changes} locked={locked} />
      </div>
    </>
  )
}
