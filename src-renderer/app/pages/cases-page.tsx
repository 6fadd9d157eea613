import { caseFilterSchema } from '@countersign/shared/features/cases'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { PageHead } from '../../components/PageHead.tsx'
import { CaseList } from '../../features/cases/CaseList.tsx'
import { usePageTitle } from '../../lib/use-page-title.ts'
import { cases as words } from '../../messages/cases.ts'
import { desk } from '../../messages/desk.ts'

/** Filter and chosen row live in the address: the way back leads to the same place. */
export const CasesPage = () => {
  usePageTitle(desk.pages.cases)
  const { show, item } = useSearch({ from: '/cases' })
  const navigate = useNavigate()
  const filter = caseFilterSchema.catch('mine').parse(show)
  return (
    <>
      <PageHead title={desk.pages.cases} lead={words.lead} />
      <CaseList
        filter={filter}
        activeTicket={item}
        onFilter={(next) => void navigate({ to: '/cases', search: { show: next } })}
        onActive={(ticket) => void navigate({ to: '/cases', search: { show, item: ticket }, replace: true })}
        onOpen={(ticket) => void navigate({ to: '/cases/$ticket', params: { ticket } })}
      />
    </>
  )
}
