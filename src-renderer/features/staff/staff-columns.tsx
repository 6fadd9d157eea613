import type { Staff } from '@countersign/shared/features/staff'
import { Avatar } from '../../components/Avatar.tsx'
import type { TableColumn } from '../../components/DenseTable.tsx'
import { Name } from '../../components/Name.tsx'
import { StateTag } from '../../components/StateTag.tsx'
import { timeText } from '../../lib/dates.ts'
import { session } from '../../messages/session.ts'
import { staff as words } from '../../messages/staff.ts'
import s from './staff.module.css'

const { columns } = words

const signsInText = ({ signsInWith }: Staff): string => signsInWith.map((way) => words.signsIn[way]).join(', ')

export const staffColumns: readonly TableColumn<Staff>[] = [
  {
    id: 'name',
    head: columns.name,
    cell: ({ name }) => (
      <span className={s['person']}>
        <Avatar name={name} />
        <Name isCut>{name}</Name>
      </span>
    ),
    text: ({ name }) => name,
    sortValue: ({ name }) => name,
    isFixed: true,
  },
  {
    id: 'email',
    head: columns.email,
    cell: ({ email }) => <Name isCut>{email}</Name>,
    text: ({ email }) => email,
    sortValue: ({ email }) => email,
  },
  {
    id: 'roles',
    head: columns.roles,
    cell: ({ roles }) => session.rolesText(roles),
    text: ({ roles }) => session.rolesText(roles),
    width: 132,
  },
  { id: 'signsIn', head: columns.signsIn, cell: signsInText, text: signsInText, width: 112 },
  {
    id: 'seen',
    head: columns.seen,
    cell: ({ lastSeenAt }) => (lastSeenAt === null ? words.never : timeText(lastSeenAt)),
    text: ({ lastSeenAt }) => lastSeenAt ?? '',
    sortValue: ({ lastSeenAt }) => lastSeenAt ?? '',
    width: 168,
  },
  {
    id: 'status',
    head: columns.status,
    cell: ({ status }) =>
      status === 'active' ? (
        <span className="cs-dim">{words.status.active}</span>
      ) : (
        <StateTag>{words.status.removed}</StateTag>
      ),
    text: ({ status }) => words.status[status],
    width: 80,
  },
]
