import { Select, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { Button } from '../../components/Button.tsx'
import { audit } from '../../messages/audit.ts'
import { type AuditSearch, rangeOf, whenOf } from './filter-rules.ts'
import s from './Audit.module.css'

const words = audit.filter

export interface Facets {
  readonly actions: readonly string[]
  readonly actors: readonly { readonly id: string; readonly name: string }[]
}

export interface FilterFormProps {
  readonly search: AuditSearch
  readonly facets: Facets
  readonly onApply: (search: AuditSearch) => void
}

const DAYS = Object.entries(words.days).map(([value, label]) => ({ value, label }))
const OUTCOMES = Object.entries(words.outcomes).map(([value, label]) => ({ value, label }))
const SELECT = { clearable: true, placeholder: words.any, comboboxProps: { withinPortal: false } }

const filled = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim())

/** All conditions at once; nothing is asked until they are applied. */
export const FilterForm = ({ search, facets, onApply }: FilterFormProps) => {
  const [draft, setDraft] = useState(search)
  const set = (part: AuditSearch) => setDraft({ ...draft, ...part })
  const range = rangeOf(draft.when)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onApply({ ...draft, ticket: filled(draft.ticket ?? ''), subject: filled(draft.subject ?? '') })
  }
  return (
    <form className={s['form']} onSubmit={submit} aria-label={words.title}>
      <Select
        {...SELECT}
        data-autofocus
        label={words.when}
        data={DAYS}
        value={DAYS.some(({ value }) => value === draft.when) ? (draft.when ?? null) : null}
        onChange={(when) => set({ when: when ?? undefined })}
      />
      <Select
        {...SELECT}
        label={words.outcome}
        data={OUTCOMES}
        value={draft.outcome ?? null}
        onChange={(outcome) => set({ outcome: outcome ?? undefined })}
      />
      <TextInput
        type="date"
        label={words.from}
        value={range.from}
        onChange={(event) => set({ when: whenOf({ ...range, from: event.currentTarget.value }) })}
      />
      <TextInput
        type="date"
        label={words.to}
        value={range.to}
        onChange={(event) => set({ when: whenOf({ ...range, to: event.currentTarget.value }) })}
      />
      <Select
        {...SELECT}
        searchable
        label={words.who}
        data={facets.actors.map(({ id, name }) => ({ value: id, label: name }))}
        value={draft.who ?? null}
        onChange={(who) => set({ who: who ?? undefined })}
      />
      <Select
        {...SELECT}
        searchable
        label={words.did}
        data={facets.actions.map((value) => ({ value, label: audit.action(value) }))}
        value={draft.did ?? null}
        onChange={(did) => set({ did: did ?? undefined })}
      />
      <TextInput
        label={words.ticket}
        value={draft.ticket ?? ''}
        onChange={(event) => set({ ticket: event.currentTarget.value })}
      />
      <TextInput
        label={words.subject}
        value={draft.subject ?? ''}
        onChange={(event) => set({ subject: event.currentTarget.value })}
      />
      <div className={s['formFoot']}>
        <Button kind="quiet" onPress={() => onApply({})}>
          {words.clear}
        </Button>
        <Button kind="primary" isSubmit>
          {words.apply}
        </Button>
      </div>
    </form>
  )
}
