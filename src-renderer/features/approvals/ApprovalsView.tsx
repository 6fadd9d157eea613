import { ArrowLeft } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from '../../components/Button.tsx'
import type { Env } from '../../components/EnvTag.tsx'
import { useShortcuts } from '../../components/use-shortcuts.ts'
import { useNow } from '../../lib/use-now.ts'
import { approvals } from '../../messages/approvals.ts'
import { ApprovalsSide } from './ApprovalsSide.tsx'
import { EnrolKey } from './EnrolKey.tsx'
import { groupRequests, severalByKind, type View } from './list-rules.ts'
import { RequestCard } from './RequestCard.tsx'
import { SeveralDialog } from './SeveralDialog.tsx'
import { useChosen } from './use-chosen.ts'
import { useEnrolment } from './use-enrolment.ts'
import { useRequests } from './use-requests.ts'
import { useSeen } from './use-seen.ts'
import { useViewer } from './use-viewer.ts'
import s from './Approvals.module.css'

export interface ApprovalsViewProps {
  readonly title: string
  readonly view: View
  readonly itemId: string | undefined
  readonly env: Env
  /** Signing in again, which another feature knows how to ask for. */
  readonly confirm: () => Promise<boolean>
  readonly onView: (view: View) => void
  readonly onItem: (id: string | undefined) => void
}

const { list: words } = approvals
const NONE = [] as const

const focusList = (): void => document.querySelector<HTMLElement>('#requests')?.focus()

/** Only where there is no room for both: elsewhere the list stands beside. */
const Back = ({ onPress }: { readonly onPress: () => void }) => (
  <div className={s['back']}>
    <Button kind="quiet" size="sm" icon={ArrowLeft} onPress={onPress}>
      {words.back}
    </Button>
  </div>
)

/** The inbox: what waits left, everything about the chosen one right. */
export const ApprovalsView = ({ title, view, itemId, env, confirm, onView, onItem }: ApprovalsViewProps) => {
  const now = useNow()
  const viewer = useViewer()
  const requests = useRequests()
  const heading = useRef<HTMLHeadingElement>(null)
  const [isSeveral, setSeveral] = useState(false)
  const { enrol, isEnrolling, onEnrolled } = useEnrolment()
  const lines = requests.lines ?? NONE
  const groups = groupRequests(lines, view, viewer)
  const chosenId = useChosen(itemId, view, groups)
  const seen = useSeen(chosenId)
  const doors = { confirm, enrol }
  const back = () => {
    onItem(undefined)
    focusList()
  }
  useShortcuts([{ keys: 'esc', label: words.back, group: words.keys, run: back }])
  return (
    <div className={s['split']} data-open={itemId === undefined ? undefined : true}>
      <ApprovalsSide
        title={title}
        requests={requests}
        groups={groups}
        view={view}
        viewer={viewer}
        now={now}
        chosenId={chosenId}
        hasSeveral={severalByKind(lines).size > 0}
        onSeveral={() => setSeveral(true)}
        onView={onView}
        onChoose={onItem}
        onOpen={() => heading.current?.focus()}
      />
      <div className={s['main']}>
        {itemId !== undefined && <Back onPress={back} />}
        {chosenId === undefined ? (
          <p className={s['none']}>{approvals.card.none}</p>
        ) : (
          <RequestCard
            key={chosenId}
            {...{ id: chosenId, now, viewer, env, doors, titleRef: heading, onOther: onItem }}
          />
        )}
      </div>
      {isSeveral && <SeveralDialog lines={lines} seen={seen} doors={doors} onClose={() => setSeveral(false)} />}
      {isEnrolling && <EnrolKey confirm={confirm} onEnd={onEnrolled} />}
    </div>
  )
}
