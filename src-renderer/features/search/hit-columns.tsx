import type { SearchHit } from '@countersign/shared/features/search'
import type { TableColumn } from '../../components/DenseTable.tsx'
import { Icon } from '../../components/Icon.tsx'
import { Name } from '../../components/Name.tsx'
import { search as words } from '../../messages/search.ts'
import { hitIcons } from './hit-looks.ts'
import s from './hits.module.css'

const { columns } = words.page

export const hitColumns: readonly TableColumn<SearchHit>[] = [
  {
    id: 'title',
    head: columns.title,
    cell: ({ kind, title }) => (
      <span className={s['title']}>
        <Icon of={hitIcons[kind]} className="cs-faint" />
        <Name isCut>{title}</Name>
      </span>
    ),
    text: ({ title }) => title,
    isFixed: true,
  },
  {
    id: 'kind',
    head: columns.kind,
    cell: ({ kind }) => <span className="cs-dim">{words.kinds[kind]}</span>,
    text: ({ kind }) => words.kinds[kind],
    width: 112,
  },
  {
    id: 'detail',
    head: columns.detail,
    cell: ({ detail }) => <Name isCut>{detail}</Name>,
    text: ({ detail }) => detail,
  },
  {
    id: 'team',
    head: columns.team,
    cell: ({ teamId }) => <bdi className="cs-mono">{teamId}</bdi>,
    text: ({ teamId }) => teamId ?? '',
    width: 132,
  },
  {
    id: 'customer',
    head: columns.customer,
    cell: ({ customerStripeId }) => <bdi className="cs-mono cs-dim">{customerStripeId}</bdi>,
    text: ({ customerStripeId }) => customerStripeId ?? '',
    width: 176,
  },
]
