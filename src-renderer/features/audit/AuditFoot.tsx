import { Link2, RotateCw, ShieldCheck } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { useCopy } from '../../components/use-copy.ts'
import { desktop } from '../../lib/desktop.ts'
import { audit as words } from '../../messages/audit.ts'
import s from './Audit.module.css'

export interface AuditFootProps {
  readonly matches: number | undefined
  readonly isFetching: boolean
  readonly onRefresh: () => void
  readonly onHowToCheck: () => void
}

/** How many entries match, and the link to exactly this view. */
export const AuditFoot = ({ matches, isFetching, onRefresh, onHowToCheck }: AuditFootProps) => {
  const copy = useCopy()
  return (
    <div className={s['foot']}>
      <span>{matches === undefined ? '' : words.matches(matches)}</span>
      <Button kind="quiet" size="sm" icon={RotateCw} keys="r" isBusy={isFetching} onPress={onRefresh}>
        {words.refresh}
      </Button>
      <span className="cs-push" />
      <Button kind="quiet" size="sm" icon={ShieldCheck} onPress={onHowToCheck}>
        {words.check.open}
      </Button>
      {desktop === null && (
        <>
          <span>{words.ownLink}</span>
          <Button kind="quiet" size="sm" icon={Link2} keys="l" onPress={() => void copy(location.href, words.linkWhat)}>
            {words.copyLink}
          </Button>
        </>
      )}
    </div>
  )
}
