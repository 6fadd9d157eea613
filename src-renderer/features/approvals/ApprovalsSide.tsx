import { Button } from '../../components/Button.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { FilterChips } from '../../components/FilterChips.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { approvals } from '../../messages/approvals.ts'
import { countViews, type RequestGroup, type View, type Viewer, VIEWS } from './list-rules.ts'
import { RequestList } from './RequestList.tsx'
import type { Requests } from './use-requests.ts'
import s from './Approvals.module.css'

const { list: words } = approvals

export interface ApprovalsSideProps {
  readonly title: string
  readonly requests: Requests
  readonly groups: readonly RequestGroup[]
  readonly view: View
  readonly viewer: Viewer
  readonly now: string
  readonly chosenId: string | undefined
  readonly hasSeveral: boolean
  readonly onSeveral: () => void
  readonly onView: (view: View) => void
  readonly onChoose: (id: string) => void
  readonly onOpen: () => void
}

const Views = ({ requests: { lines }, viewer, view, onView }: ApprovalsSideProps) => {
  const counts = lines && countViews(lines, viewer)
  return (
    <FilterChips
      label={words.show}
      value={view}
      onChange={onView}
      chips={VIEWS.map((id) => ({ id, label: words.views[id], count: counts?.[id] }))}
    />
  )
}

const Lines = (props: ApprovalsSideProps) => {
  const { lines, error } = props.requests
  const { viewer, groups, view, chosenId, now, onChoose, onOpen } = props
  if (!lines) return error ? null : <Skeleton rows={8} />
  return <RequestList viewerId={viewer.id} {...{ groups, view, chosenId, now, onChoose, onOpen }} />
}

/** The list with its views; what was read stays while it can't be read anew. */
export const ApprovalsSide = (props: ApprovalsSideProps) => {
  const { title, requests, hasSeveral, onSeveral } = props
  return (
    <section className={s['side']} aria-label={words.region}>
      <div className={s['top']}>
        <h1 className={s['title']}>{title}</h1>
        {hasSeveral && (
          <Button size="sm" kind="quiet" onPress={onSeveral}>
            {words.several}
          </Button>
        )}
      </div>
      <div className={s['views']}>
        <Views {...props} />
      </div>
      {requests.error !== null && (
        <FailureProblem
          title={words.notRead}
          error={requests.error}
          onRetry={requests.refetch}
          isRetrying={requests.isFetching}
        />
      )}
      <Lines {...props} />
    </section>
  )
}
