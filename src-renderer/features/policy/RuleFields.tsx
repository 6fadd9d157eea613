import { Select } from '@mantine/core'
import {
  ACTION_KINDS,
  ACTION_WORDS,
  type ActionKind,
  fewestApprovers,
  isActionKind,
} from '@countersign/shared/features/action-kinds'
import { type ApproverCount, FLAGS } from '@countersign/shared/features/policy'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Panel } from '../../components/Panel.tsx'
import { currencyCode } from '../../lib/money.ts'
import { messages } from '../../messages/index.ts'
import { policy as words } from '../../messages/policy.ts'
import { AmountCells } from './AmountCells.tsx'
import { type BandDraft, withLowerBand } from './draft-rules.ts'
import type { FieldsProps } from './fields.ts'
import s from './Policy.module.css'

const COUNTS: readonly ApproverCount[] = [0, 1, 2]
const KINDS = ACTION_KINDS.map((value) => ({ value, label: ACTION_WORDS[value] }))

const countOf = (text: string | null): ApproverCount => COUNTS.find((count) => String(count) === text) ?? 1

interface CountProps {
  readonly label: string
  readonly value: ApproverCount
  readonly fewest: 0 | 1
  readonly isLocked: boolean
  readonly onChange: (count: ApproverCount) => void
}

const Count = ({ label, value, fewest, isLocked, onChange }: CountProps) => (
  <Select
    aria-label={label}
    size="xs"
    data={COUNTS.filter((count) => count >= fewest).map((count) => ({
      value: String(count),
      label: words.counts[count],
    }))}
    value={String(value)}
    allowDeselect={false}
    readOnly={isLocked}
    onChange={(text) => onChange(countOf(text))}
  />
)

interface BandProps extends FieldsProps {
  readonly kind: ActionKind
  readonly at: number
  readonly band: BandDraft
  readonly isOnly: boolean
}

const BandRow = ({ draft, isLocked, onChange, kind, at, band, isOnly }: BandProps) => {
  const bands = draft.rules[kind]
  const label = words.band(at + 1)
  const last = isOnly ? words.always : words.above
  const put = (next: readonly BandDraft[]) => onChange({ rules: { ...draft.rules, [kind]: next } })
  const replace = (change: Partial<BandDraft>) =>
    put(bands.map((each, other) => (other === at ? { ...each, ...change } : each)))
  return (
    <tr>
      <th scope="row">{band.upTo === null ? last : label}</th>
      {band.upTo === null ? (
        <td colSpan={draft.currencies.length}>{messages.common.none}</td>
      ) : (
        <AmountCells
          label={label}
          currencies={draft.currencies}
          texts={band.upTo}
          isLocked={isLocked}
          onChange={(upTo) => replace({ upTo })}
        />
      )}
      <td>
        <Count
          label={`${label}: ${words.approvers}`}
          value={band.approvers}
          fewest={fewestApprovers(kind)}
          isLocked={isLocked}
          onChange={(approvers) => replace({ approvers })}
        />
      </td>
      <td>
        {band.upTo !== null && !isLocked && (
          <Button size="sm" kind="quiet" onPress={() => put(bands.filter((_, other) => other !== at))}>
            {words.removeBand}
          </Button>
        )}
      </td>
    </tr>
  )
}

/** The bands of one kind at a time: up to how much how many have to sign. */
export const RuleFields = (props: FieldsProps) => {
  const { draft, isLocked, onChange } = props
  const [kind, setKind] = useState<ActionKind>('credit.issue')
  const bands = draft.rules[kind]
  const addBand = () => onChange({ rules: { ...draft.rules, [kind]: withLowerBand(bands, draft.currencies) } })
  return (
    <Panel title={words.rules}>
      <div className={s['stack']}>
        <Select
          label={words.kind}
          data={KINDS}
          value={kind}
          allowDeselect={false}
          onChange={(value) => value !== null && isActionKind(value) && setKind(value)}
        />
        <div className={s['scroller']}>
          <table className={s['amounts']}>
            <caption className="cs-sr">{ACTION_WORDS[kind]}</caption>
            <thead>
              <tr>
                <th scope="col">{words.rules}</th>
                {draft.currencies.map((currency) => (
                  <th key={currency} scope="col">
                    {words.upTo(currencyCode(currency))}
                  </th>
                ))}
                <th scope="col">{words.approvers}</th>
                <th scope="col">
                  <span className="cs-sr">{words.removeBand}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {bands.map((band, at) => (
                <BandRow key={`${kind} ${at}`} {...props} kind={kind} at={at} band={band} isOnly={bands.length === 1} />
              ))}
            </tbody>
          </table>
        </div>
        {!isLocked && (
          <div>
            <Button size="sm" onPress={addBand}>
              {words.addBand}
            </Button>
          </div>
        )}
      </div>
    </Panel>
  )
}

/** What asks for signatures whatever the amount. */
export const FlagFields = ({ draft, isLocked, onChange }: FieldsProps) => (
  <Panel title={words.flags}>
    <div className={s['stack']}>
      {FLAGS.map((flag) => (
        <div key={flag} className={s['pair']}>
          <span>{words.flagNames[flag]}</span>
          <Count
            label={words.flagNames[flag]}
            value={draft.flags[flag]}
            fewest={1}
            isLocked={isLocked}
            onChange={(count) => onChange({ flags: { ...draft.flags, [flag]: count === 2 ? 2 : 1 } })}
          />
        </div>
      ))}
    </div>
  </Panel>
)
