import { Popover } from '@mantine/core'
import { useState } from 'react'
import { FilterBar } from '../../components/FilterBar.tsx'
import { FilterChips } from '../../components/FilterChips.tsx'
import { FilterToken } from '../../components/FilterToken.tsx'
import { dayText } from '../../lib/dates.ts'
import { audit } from '../../messages/audit.ts'
import { FILTER_NAMES, type AuditSearch, type FilterName, isFiltered, rangeOf } from './filter-rules.ts'
import { type Facets, FilterForm } from './FilterForm.tsx'

const words = audit.filter

const NAMES: Record<FilterName, string> = {
  when: words.when,
  who: words.who,
  did: words.did,
  outcome: words.outcome,
  ticket: words.ticket,
  subject: words.subjectToken,
}

const dayOrOpen = (day: string): string => (day === '' ? '…' : dayText(`${day}T00:00:00Z`))

const dayWords: Readonly<Record<string, string>> = words.days
const outcomeWords: Readonly<Record<string, string>> = words.outcomes

const whenText = (when: string): string => {
  const { from, to } = rangeOf(when)
  return dayWords[when] ?? words.range(dayOrOpen(from), dayOrOpen(to))
}

const valueText = (name: FilterName, value: string, facets: Facets): string => {
  if (name === 'when') return whenText(value)
  if (name === 'who') return facets.actors.find(({ id }) => id === value)?.name ?? value
  if (name === 'did') return audit.action(value)
  return name === 'outcome' ? (outcomeWords[value] ?? value) : value
}

const VIEWS = {
  all: {},
  refused: { outcome: 'refused' },
  customers: { did: 'customer.opened' },
} satisfies Record<string, AuditSearch>

type View = keyof typeof VIEWS
const VIEW_IDS: readonly View[] = ['all', 'refused', 'customers']

const viewOf = (search: AuditSearch): View | undefined =>
  VIEW_IDS.find((id) => {
    const view: AuditSearch = VIEWS[id]
    return FILTER_NAMES.every((name) => search[name] === view[name])
  })

export interface AuditFiltersProps {
  readonly search: AuditSearch
  readonly facets: Facets
  readonly onChange: (search: AuditSearch) => void
}

/** Every condition as a token, in words; the small form behind "Filter" sets them. */
export const AuditFilters = ({ search, facets, onChange }: AuditFiltersProps) => {
  const [isOpen, setOpen] = useState(false)
  const apply = (next: AuditSearch) => {
    setOpen(false)
    onChange(next)
  }
  const tokens = FILTER_NAMES.flatMap((name) => {
    const value = search[name]
    return value === undefined ? [] : [{ name, value }]
  })
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-start" trapFocus returnFocus withRoles={false}>
      <Popover.Target>
        <div>
          <FilterBar
            onAdd={() => setOpen(!isOpen)}
            views={
              <FilterChips
                label={words.views}
                chips={VIEW_IDS.map((id) => ({ id, label: words[id] }))}
                value={isFiltered(search) ? viewOf(search) : 'all'}
                onChange={(id) => onChange(VIEWS[id])}
              />
            }
          >
            {tokens.map(({ name, value }) => (
              <FilterToken
                key={name}
                name={NAMES[name]}
                value={valueText(name, value, facets)}
                onEdit={() => setOpen(true)}
                onRemove={() => onChange({ ...search, [name]: undefined })}
              />
            ))}
          </FilterBar>
        </div>
      </Popover.Target>
      <Popover.Dropdown>
        <FilterForm key={JSON.stringify(search)} search={search} facets={facets} onApply={apply} />
      </Popover.Dropdown>
    </Popover>
  )
}
