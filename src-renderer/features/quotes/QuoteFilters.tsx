import { QUOTE_STATES } from '@countersign/shared/features/quotes'
import { Popover, Select, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { Button } from '../../components/Button.tsx'
import { FilterBar } from '../../components/FilterBar.tsx'
import { FilterChips } from '../../components/FilterChips.tsx'
import { FilterToken } from '../../components/FilterToken.tsx'
import { currencyCode } from '../../lib/money.ts'
import { quotes } from '../../messages/quotes.ts'
import { filterOf, type QuoteSearch, stateOf } from './filter-rules.ts'
import s from './Quotes.module.css'

const words = quotes.filter

export interface QuoteFiltersProps {
  readonly search: QuoteSearch
  readonly onChange: (search: QuoteSearch) => void
}

const filled = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim())
const STATES = QUOTE_STATES.map((state) => ({ value: state, label: quotes.states[state] }))

/** All conditions at once; nothing is asked until they are applied. */
const FilterForm = ({ search, onChange }: QuoteFiltersProps) => {
  const [draft, setDraft] = useState(search)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onChange({ ...draft, text: filled(draft.text ?? ''), currency: filled(draft.currency ?? '') })
  }
  return (
    <form className={s['filter']} onSubmit={submit} aria-label={words.title}>
      <TextInput
        data-autofocus
        label={words.words}
        description={words.wordsHint}
        autoComplete="off"
        value={draft.text ?? ''}
        onChange={(event) => setDraft({ ...draft, text: event.currentTarget.value })}
      />
      <Select
        clearable
        label={words.state}
        placeholder={words.any}
        comboboxProps={{ withinPortal: false }}
        data={STATES}
        value={stateOf(draft.state) ?? null}
        onChange={(state) => setDraft({ ...draft, state: state ?? undefined })}
      />
      <TextInput
        label={words.currency}
        placeholder={words.currencyHint}
        autoComplete="off"
        maxLength={3}
        value={draft.currency ?? ''}
        onChange={(event) => setDraft({ ...draft, currency: event.currentTarget.value.toUpperCase() })}
      />
      <Button kind="primary" isSubmit>
        {words.apply}
      </Button>
    </form>
  )
}

const VIEWS = ['all', ...QUOTE_STATES] as const

/** Every condition as a token, in words; states one click away. */
export const QuoteFilters = ({ search, onChange }: QuoteFiltersProps) => {
  const [isOpen, setOpen] = useState(false)
  const { text, state, currency } = filterOf(search)
  const apply = (next: QuoteSearch) => {
    setOpen(false)
    onChange(next)
  }
  const edit = () => setOpen(true)
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-start" trapFocus returnFocus withRoles={false}>
      <Popover.Target>
        <div>
          <FilterBar
            onAdd={() => setOpen(!isOpen)}
            views={
              <FilterChips
                label={words.state}
                chips={VIEWS.map((id) => ({ id, label: id === 'all' ? words.all : quotes.states[id] }))}
                value={state ?? 'all'}
                onChange={(id) => onChange({ ...search, state: id === 'all' ? undefined : id })}
              />
            }
          >
            {text !== undefined && (
              <FilterToken
                name={words.words}
                value={text}
                onEdit={edit}
                onRemove={() => onChange({ ...search, text: undefined })}
              />
            )}
            {currency !== undefined && (
              <FilterToken
                name={words.currency}
                value={currencyCode(currency)}
                onEdit={edit}
                onRemove={() => onChange({ ...search, currency: undefined })}
              />
            )}
          </FilterBar>
        </div>
      </Popover.Target>
      <Popover.Dropdown>
        <FilterForm key={JSON.stringify(search)} search={search} onChange={apply} />
      </Popover.Dropdown>
    </Popover>
  )
}
