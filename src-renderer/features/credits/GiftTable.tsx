import type { Gift } from '@countersign/shared/features/credits'
import { MoneyCell } from '../../components/MoneyCell.tsx'
import { Panel } from '../../components/Panel.tsx'
import { classNames } from '../../components/class-names.ts'
import { dayText } from '../../lib/dates.ts'
import { credits as words } from '../../messages/credits.ts'
import { effect } from '../../messages/effect.ts'
import s from './Credits.module.css'

const GONE = new Set(['reversed', 'void'])

const GiftRow = ({ gift }: { readonly gift: Gift }) => (
  <tr>
    <td className={s['day']}>{dayText(gift.at)}</td>
    <td className={s['kind']}>{words.kinds[gift.kind]}</td>
    <td>
      <bdi className={classNames(gift.now !== null && GONE.has(gift.now) && s['void'])}>{gift.text}</bdi>
      {gift.by && <span className={s['by']}>{words.by(gift.by.askedBy, gift.by.approvedBy)}</span>}
    </td>
    <td>{gift.now}</td>
    <td className={s['amount']}>{gift.amount && <MoneyCell value={gift.amount} />}</td>
  </tr>
)

/** Everything that the team was given in twelve months; nothing is said in words, since that decides as much as a sum. */
export const GiftTable = ({ gifts }: { readonly gifts: readonly Gift[] }) => (
  <Panel title={effect.history} aside={effect.historyAside} isFlush={gifts.length > 0}>
    {gifts.length === 0 ? (
      <span className="cs-dim">{effect.noHistory}</span>
    ) : (
      <div className={s['scroll']}>
        <table className={s['gifts']}>
          <caption className="cs-sr">{effect.history}</caption>
          <thead>
            <tr>
              <th scope="col">{words.columns.at}</th>
              <th scope="col">{words.columns.kind}</th>
              <th scope="col">{words.columns.text}</th>
              <th scope="col">{words.columns.now}</th>
              <th scope="col" className={s['amount']}>
                {words.columns.amount}
              </th>
            </tr>
          </thead>
          <tbody>
            {gifts.map((gift) => (
              <GiftRow key={gift.id} gift={gift} />
            ))}
          </tbody>
        </table>
      </div>
    )}
  </Panel>
)
