import { Button } from '../../components/Button.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { team as words } from '../../messages/team.ts'
import s from './TeamView.module.css'

export interface ListFootProps {
  readonly count: number
  readonly hasMore: boolean
  readonly isLoading: boolean
  readonly error: unknown
  readonly onMore: () => void
}

/** How much of the list there is, and the rest of it on request. */
export const ListFoot = ({ count, hasMore, isLoading, error, onMore }: ListFootProps) => (
  <>
    {error !== null && (
      <div className={s['banner']}>
        <FailureProblem title={words.part.more} error={error} onRetry={onMore} isRetrying={isLoading} />
      </div>
    )}
    <div className={s['foot']}>
      <span>{words.loaded(count, hasMore)}</span>
      {hasMore && (
        <Button size="sm" isBusy={isLoading} onPress={onMore}>
          {words.more}
        </Button>
      )}
    </div>
  </>
)
