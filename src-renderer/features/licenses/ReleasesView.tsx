import type { ReleaseRow } from '@countersign/shared/features/license-desk'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { DenseTable, type TableColumn } from '../../components/DenseTable.tsx'
import { Empty } from '../../components/Empty.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { useAnnounce } from '../../components/LiveRegion.tsx'
import { dayText } from '../../lib/dates.ts'
import { useMissingPermission } from '../../lib/use-me.ts'
import { messages } from '../../messages/index.ts'
import { licenses } from '../../messages/licenses.ts'
import { useRegisterRelease, useReleases } from './use-licenses.ts'
import s from './Licenses.module.css'

const words = licenses.releases

const EMPTY = { product: '', version: '', releasedOn: '', reason: '' }

const columns: readonly TableColumn<ReleaseRow>[] = [
  { id: 'product', head: words.product, cell: ({ product }) => product, text: ({ product }) => product, isFixed: true },
  {
    id: 'version',
    head: words.version,
    width: 160,
    hasFigures: true,
    cell: ({ version }) => version,
    text: ({ version }) => version,
  },
  {
    id: 'releasedOn',
    head: words.releasedOn,
    width: 160,
    hasFigures: true,
    cell: ({ releasedOn }) => dayText(releasedOn),
    text: ({ releasedOn }) => releasedOn,
  },
]

const idOf = ({ product, version }: ReleaseRow): string => `${product} ${version}`

const RegisterForm = () => {
  const [draft, setDraft] = useState(EMPTY)
  const announce = useAnnounce()
  const forbidden = useMissingPermission('release.manage')
  const register = useRegisterRelease((isNews) => {
    announce(isNews ? words.done : words.same)
    setDraft(({ product }) => ({ ...EMPTY, product }))
  })
  const isMissing = draft.product === '' || draft.version === '' || draft.releasedOn === ''
  const reason = forbidden ?? (isMissing ? messages.common.tooShort : undefined)
  const field = (name: keyof typeof EMPTY, type = 'text') => (
    <TextInput
      type={type}
      label={words[name]}
      value={draft[name]}
      {...(name === 'reason' ? { description: words.reasonHint } : {})}
      onChange={({ currentTarget: { value } }) => setDraft((old) => ({ ...old, [name]: value }))}
    />
  )
  return (
    <form
      className={s['fields']}
      aria-label={words.title}
      onSubmit={(event) => {
        event.preventDefault()
        const { reason: why, ...release } = draft
        if (reason === undefined) register.mutate({ ...release, reason: why.trim() === '' ? null : why.trim() })
      }}
    >
      {field('product')}
      {field('version')}
      {field('releasedOn', 'date')}
      {field('reason')}
      <Button kind="primary" isSubmit isBusy={register.isPending} reason={reason}>
        {words.action}
      </Button>
      {register.error !== null && <FailureProblem title={words.failed} error={register.error} />}
    </form>
  )
}

/** Which version is of which day: it decides what a perpetual license covers. */
export const ReleasesView = () => {
  const { data, error, isPending, refetch } = useReleases()
  return (
    <>
      <RegisterForm />
      <DenseTable
        label={words.table}
        rows={data?.releases ?? []}
        columns={columns}
        rowId={idOf}
        isLoading={isPending}
        fileName="releases"
        empty={<Empty title={words.none.title}>{words.none.what}</Empty>}
        {...(error === null
          ? {}
          : { problem: <FailureProblem title={words.notRead} error={error} onRetry={() => void refetch()} /> })}
      />
    </>
  )
}
