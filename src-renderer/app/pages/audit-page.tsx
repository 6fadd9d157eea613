import { getRouteApi } from '@tanstack/react-router'
import { useMemo } from 'react'
import { PageHead } from '../../components/PageHead.tsx'
import { Problem } from '../../components/Problem.tsx'
import { AuditView } from '../../features/audit/AuditView.tsx'
import { useMissingPermission } from '../../lib/use-me.ts'
import { usePageTitle } from '../../lib/use-page-title.ts'
import { ERRORS } from '@countersign/shared/errors'
import { audit as words } from '../../messages/audit.ts'
import { desk } from '../../messages/desk.ts'
import s from './team-page.module.css'

const route = getRouteApi('/audit')

const Log = () => {
  const { item, ...given } = route.useSearch()
  const navigate = route.useNavigate()
  const shape = JSON.stringify(given)
  const search = useMemo(() => JSON.parse(shape) as typeof given, [shape])
  return (
    <AuditView
      title={desk.pages.audit}
      search={search}
      item={item}
      onSearch={(next) => void navigate({ search: next })}
      onItem={(id) => void navigate({ search: (now) => ({ ...now, item: id }), replace: true })}
    />
  )
}

/** Who did what. Only for those who may read the log; the others are told who may. */
export const AuditPage = () => {
  const missing = useMissingPermission('audit.read')
  usePageTitle(desk.pages.audit)
  if (missing === undefined) return <Log />
  return (
    <>
      <PageHead title={desk.pages.audit} lead={words.lead} />
      <div className={s['wait']}>
        <Problem title={words.notRead} what={ERRORS.FORBIDDEN.text} next={words.askOther(missing)} />
      </div>
    </>
  )
}
