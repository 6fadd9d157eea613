import type { Why } from '@countersign/shared/features/license-desk'
import { Check, RotateCcw, Undo2, X } from 'lucide-react'
import { useState } from 'react'
import { ActionGroup } from '../../components/ActionGroup.tsx'
import { ActionRow } from '../../components/ActionRow.tsx'
import { Button } from '../../components/Button.tsx'
import { Empty } from '../../components/Empty.tsx'
import { FactList } from '../../components/FactList.tsx'
import { Icon } from '../../components/Icon.tsx'
import { ObjectColumns } from '../../components/ObjectColumns.tsx'
import { Panel } from '../../components/Panel.tsx'
import { useCopy } from '../../components/use-copy.ts'
import { WordsDialog } from '../../components/WordsDialog.tsx'
import { deskPaths } from '../../lib/desk-paths.ts'
import { useMissingPermission } from '../../lib/use-me.ts'
import { licenses } from '../../messages/licenses.ts'
import { InstanceTable } from './InstanceTable.tsx'
import { useReleaseSeat, useUndoRelease } from './use-licenses.ts'
import s from './Licenses.module.css'

const words = licenses.why

const sentences = (parts: readonly string[]): string => (parts.length === 0 ? words.nothing : parts.join(' '))

const Answer = ({ why }: { readonly why: Why }) => (
  <div className={s['stack']}>
    <h2 className={s['headline']}>{why.headline}</h2>
    <FactList
      facts={[
        { label: words.known, value: sentences(why.known) },
        { label: words.likely, value: sentences(why.likely) },
        { label: words.notKnown, value: sentences(why.notKnown) },
      ]}
    />
    <Panel title={words.onLicense} isFlush>
      <InstanceTable
        label={words.siblings}
        rows={why.siblings}
        activeId={why.instance.id}
        empty={<Empty title={licenses.instances.none.title} />}
      />
    </Panel>
  </div>
)

const Reply = ({ reply }: Pick<Why, 'reply'>) => {
  const copy = useCopy()
  return (
    <Panel title={words.reply}>
      <p className={s['reply']}>{reply}</p>
      <Button kind="primary" keys="y" onPress={() => void copy(reply, words.theReply)}>
        {words.copyReply}
      </Button>
    </Panel>
  )
}

const LookedAt = ({ checks }: Pick<Why, 'checks'>) => (
  <Panel title={words.lookedAt} aside={words.checks(checks.length, checks.filter(({ isGood }) => !isGood).length)}>
    <ul className={s['list']}>
      {checks.map(({ name, isGood, text }) => (
        <li key={name} className={s['line']}>
          <Icon of={isGood ? Check : X} size={14} className={isGood ? 'cs-proof' : 'cs-danger'} />
          <span className="cs-sr">{isGood ? words.good : words.bad}</span>
          <b>{name}</b>
          <span className={isGood ? undefined : 'cs-danger'}>{text}</span>
        </li>
      ))}
    </ul>
  </Panel>
)

interface SeatDialogProps {
  readonly id: string
  readonly act: 'release' | 'undo'
  readonly onClose: () => void
}

const SeatDialog = ({ id, act, onClose }: SeatDialogProps) => {
  const release = useReleaseSeat(onClose)
  const undo = useUndoRelease(onClose)
  const doing = act === 'release' ? release : undo
  return (
    <WordsDialog
      title={act === 'release' ? words.releaseTitle : words.undoTitle}
      label={licenses.makeKey.reason}
      hint={act === 'release' ? words.releaseHint : words.undoHint}
      action={act === 'release' ? words.release : words.undo}
      kind={act === 'release' ? 'danger' : 'primary'}
      isBusy={doing.isPending}
      failure={doing.error === null ? null : { title: words.notDone, error: doing.error }}
      onSend={(reason) => doing.mutate({ id, reason })}
      onClose={onClose}
    />
  )
}

const Actions = ({ why: { instance, license, reply, checks } }: { readonly why: Why }) => {
  const [act, setAct] = useState<'release' | 'undo'>()
  const missing = useMissingPermission('license.support')
  const isReleased = instance.standing === 'released'
  return (
    <>
      <div className={s['aside']}>
        <Reply reply={reply} />
        <LookedAt checks={checks} />
      </div>
      <ActionGroup title={licenses.actions.title}>
        <ActionRow
          icon={RotateCcw}
          label={words.release}
          keys="r"
          need={words.releaseNeed}
          reason={missing ?? (isReleased ? words.isReleased : undefined)}
          onRun={() => setAct('release')}
        />
        <ActionRow
          icon={Undo2}
          label={words.undo}
          keys="u"
          reason={missing ?? (isReleased ? undefined : words.notReleased)}
          onRun={() => setAct('undo')}
        />
        <ActionRow
          icon={Check}
          label={words.toLicense}
          keys="l"
          onRun={() => {
            location.hash = deskPaths.license(license.id)
          }}
        />
      </ActionGroup>
      {act !== undefined && <SeatDialog id={instance.id} act={act} onClose={() => setAct(undefined)} />}
    </>
  )
}

const factsOf = ({ instance, license }: Why) => [
  { label: licenses.facts.team, value: license.teamId },
  { label: licenses.facts.plan, value: license.plan },
  { label: licenses.instances.columns.version, value: instance.version },
  { label: licenses.instances.columns.from, value: instance.lastAddress },
  ...Object.entries(instance.counts).map(([label, count]) => ({ label, value: String(count) })),
]

/** Why an instance stopped, in the words that support can send on. */
export const WhyView = ({ why }: { readonly why: Why }) => (
  <ObjectColumns
    facts={{ label: licenses.facts.title, content: <FactList facts={factsOf(why)} /> }}
    main={{ label: words.known, content: <Answer why={why} /> }}
    actions={{ label: licenses.actions.title, content: <Actions why={why} /> }}
  />
)
