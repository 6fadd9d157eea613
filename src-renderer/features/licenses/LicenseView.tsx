import type { License } from '@countersign/shared/features/license-desk'
import { Empty } from '../../components/Empty.tsx'
import { Notice } from '../../components/Notice.tsx'
import { ObjectColumns } from '../../components/ObjectColumns.tsx'
import { Panel } from '../../components/Panel.tsx'
import { StateTag } from '../../components/StateTag.tsx'
import { dayText, timeText } from '../../lib/dates.ts'
import { moneyText } from '../../lib/money.ts'
import { licenses as words } from '../../messages/licenses.ts'
import { InstanceTable } from './InstanceTable.tsx'
import { LicenseActions } from './LicenseActions.tsx'
import { LicenseFacts } from './LicenseFacts.tsx'
import { OfflineFiles } from './OfflineFiles.tsx'
import s from './Licenses.module.css'

const Keys = ({ keys }: Pick<License, 'keys'>) => (
  <Panel title={words.keys.title}>
    {keys.length === 0 ? (
      <span className="cs-dim">{words.keys.none}</span>
    ) : (
      <ul className={s['list']}>
        {keys.map(({ ending, createdAt, validUntil }) => (
          <li key={`${ending} ${createdAt}`} className={s['line']}>
            <bdi className="cs-mono">{words.keys.line(ending)}</bdi>
            <span className="cs-dim">
              {words.keys.madeOn(timeText(createdAt))}
              {validUntil !== null && `, ${words.keys.until(timeText(validUntil))}`}
            </span>
          </li>
        ))}
      </ul>
    )}
  </Panel>
)

const Renewals = ({ renewals }: Pick<License, 'renewals'>) =>
  renewals.length === 0 ? null : (
    <Panel title={words.actions.renew}>
      <ul className={s['list']}>
        {renewals.map(({ id, state, amount, percent, updatesAfter }) => (
          <li key={id} className={s['line']}>
            <StateTag tone={state === 'paid' ? 'proof' : 'neutral'}>{words.renewal.states[state]}</StateTag>
            <span>{words.renewal.price(moneyText(amount), percent)}</span>
            {updatesAfter !== null && <span>{dayText(updatesAfter)}</span>}
          </li>
        ))}
      </ul>
    </Panel>
  )

const History = ({ events }: Pick<License, 'events'>) => (
  <Panel title={words.history}>
    <ol className={s['list']} aria-label={words.history}>
      {events.map(({ sequence, text, byName, reason, at }) => (
        <li key={sequence}>
          {text} {reason !== null && words.because(reason)}
          <div className="cs-dim">{words.historyLine(timeText(at), byName)}</div>
        </li>
      ))}
    </ol>
  </Panel>
)

const Main = ({ license }: { readonly license: License }) => {
  const { instances, problem } = license
  const { none, title, aside, table } = words.instances
  return (
    <div className={s['stack']}>
      {problem !== null && (
        <Notice tone="money" title={words.facts.problem}>
          {problem}
        </Notice>
      )}
      <Panel title={title} aside={aside(instances.length)} isFlush>
        <InstanceTable label={table} rows={instances} empty={<Empty title={none.title}>{none.what}</Empty>} />
      </Panel>
      <Keys keys={license.keys} />
      <Renewals renewals={license.renewals} />
      <OfflineFiles files={license.offlineFiles} />
      <History events={license.events} />
    </div>
  )
}

export interface LicenseViewProps {
  readonly license: License
  readonly onAsked: (requestId: string) => void
}

/** One license: what it is, what runs on it, what happened, what can be done. */
export const LicenseView = ({ license, onAsked }: LicenseViewProps) => (
  <ObjectColumns
    facts={{ label: words.facts.title, content: <LicenseFacts license={license} /> }}
    main={{ label: words.instances.title, content: <Main license={license} /> }}
    actions={{ label: words.actions.title, content: <LicenseActions license={license} onAsked={onAsked} /> }}
  />
)
