import type { LineComparison, TermComparison } from '@countersign/shared/features/invoices'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Name } from '../../components/Name.tsx'
import { Panel } from '../../components/Panel.tsx'
import { wizard } from '../../messages/invoice-wizard.ts'
import { type Named, namedDifferences, notAccepted } from './compare-rules.ts'
import type { Keep } from './use-keep.ts'
import s from './Wizard.module.css'

const words = wizard.differences
const FEWEST = 3

export interface DifferencesProps {
  readonly lines: readonly LineComparison[]
  readonly terms: readonly TermComparison[]
  readonly keep: Keep
  /** Why nothing can be changed. */
  readonly fixed: string | undefined
}

interface OneProps {
  readonly one: Named
  readonly fixed: string | undefined
  readonly onAccept: (words: string) => void
}

const ToAccept = ({ one, fixed, onAccept }: OneProps) => {
  const [why, setWhy] = useState('')
  const reason = fixed ?? (why.trim().length < FEWEST ? words.tooShort : undefined)
  return (
    <div className={s['accepting']}>
      <TextInput
        aria-label={words.why(one.name)}
        placeholder={words.placeholder}
        maxLength={500}
        autoComplete="off"
        dir="auto"
        disabled={fixed !== undefined}
        value={why}
        onChange={(event) => setWhy(event.currentTarget.value)}
      />
      <Button size="sm" reason={reason} onPress={() => onAccept(why.trim())}>
        {one.accept}
      </Button>
    </div>
  )
}

const asideOf = (open: number): string => (open === 0 ? words.allAccepted : words.notAccepted(open))

/** Every difference in words; each is accepted for itself, with a reason that stays with the invoice. */
export const Differences = ({ lines, terms, keep, fixed }: DifferencesProps) => {
  const { accepted } = keep.choices
  const different = namedDifferences(lines, terms)
  if (different.length === 0) return <p className="cs-dim">{words.none}</p>
  const live = accepted.filter(({ key }) => different.some((one) => one.key === key))
  const open = notAccepted(different, accepted).length
  return (
    <Panel title={words.title} aside={<span className={open > 0 ? 'cs-money' : ''}>{asideOf(open)}</span>} isFlush>
      <ul className={s['differences']}>
        {different.map((one) => {
          const given = live.find(({ key }) => key === one.key)
          return (
            <li key={one.key} className={s['difference']} data-accepted={given !== undefined || undefined}>
              <span className={s['differenceText']}>
                <b className="cs-med">
                  <Name>{one.name}</Name>
                </b>{' '}
                <bdi>{one.text}</bdi>
              </span>
              {given ? (
                <span className={s['given']}>
                  <b className="cs-money">{words.accepted}</b> <Name>{given.words}</Name>
                  {fixed === undefined && (
                    <Button
                      size="sm"
                      kind="quiet"
                      onPress={() => keep.change({ accepted: live.filter(({ key }) => key !== one.key) })}
                    >
                      {words.takeBack}
                    </Button>
                  )}
                </span>
              ) : (
                <ToAccept
                  one={one}
                  fixed={fixed}
                  onAccept={(why) => keep.change({ accepted: [...live, { key: one.key, words: why }] })}
                />
              )}
            </li>
          )
        })}
      </ul>
    </Panel>
  )
}
