import type { ChainLink } from '@countersign/shared/features/invoices'
import { TriangleAlert } from 'lucide-react'
import { Icon } from '../../components/Icon.tsx'
import { MoneyState } from '../../components/MoneyState.tsx'
import { Name } from '../../components/Name.tsx'
import { invoices as words } from '../../messages/invoices.ts'
import { linkText, linkTextWithHolder } from './chain-text.ts'
import s from './Invoices.module.css'

export interface ChainMarkProps {
  readonly link: ChainLink
  readonly now: string
}

const RINGS = { done: 'confirmed', open: 'waiting', failed: 'failed' } as const

/** One link of the chain: a ring that says how far it is, and the words beside it. */
export const ChainMark = ({ link, now }: ChainMarkProps) => {
  const text = linkText(link, now)
  const { state } = link
  if (state === 'waiting' || state === 'not-needed') return <span className={s['plain']}>{text}</span>
  return state === 'stuck' ? (
    <span className={s['stuck']}>
      <Icon of={TriangleAlert} size={14} />
      {text}
    </span>
  ) : (
    <span className={s['mark']}>
      <MoneyState state={RINGS[state]} word={text} />
    </span>
  )
}

export interface ChainListProps {
  readonly chain: readonly ChainLink[]
  readonly now: string
}

/** The whole chain, link under link, with who holds what isn't done. */
export const ChainList = ({ chain, now }: ChainListProps) => (
  <ol className={s['chain']} aria-label={words.chain}>
    {chain.map((link) => (
      <li key={link.link} className={s['link']}>
        <span className={s['linkName']}>{words.links[link.link]}</span>
        <span className={s['linkState']}>
          <ChainMark link={link} now={now} />
          {link.holder !== null && link.state !== 'done' && (
            <span className={s['holder']}>
              <Name>{words.heldBy(link.holder)}</Name>
            </span>
          )}
        </span>
      </li>
    ))}
  </ol>
)

/** The chain of one deal along a line. */
export const ChainLine = ({ chain, now }: ChainListProps) => (
  <ol className={s['line']} aria-label={words.chain}>
    {chain.map((link) => (
      <li key={link.link} title={`${words.links[link.link]}: ${linkTextWithHolder(link, now)}`} className="cs-cut">
        <span className={s['lineName']}>{words.links[link.link]}</span>
        <ChainMark link={link} now={now} />
      </li>
    ))}
  </ol>
)
