import { Panel } from '../../components/Panel.tsx'
import { StateTag } from '../../components/StateTag.tsx'
import { deskPaths } from '../../lib/desk-paths.ts'
import { licenses as words } from '../../messages/licenses.ts'
import { STATE_TONES } from './license-columns.tsx'
import { useTeamLicenses } from './use-licenses.ts'
import s from './Licenses.module.css'

/** What a team may run; nothing where it has none. */
export const TeamLicenses = ({ teamId }: { readonly teamId: string }) => {
  const { data } = useTeamLicenses(teamId === '' ? [] : [teamId])
  if (!data || data.length === 0) return null
  return (
    <Panel title={words.team.title} aside={<a href={deskPaths.licenses({ text: teamId })}>{words.team.all}</a>}>
      <ul className={s['list']}>
        {data.map(({ id, plan, product, state, reason, production: { held, paid } }) => (
          <li key={id} className={s['line']}>
            <a href={deskPaths.license(id)}>
              {plan}, {product}
            </a>
            <StateTag tone={STATE_TONES[state]} title={reason}>
              {words.states[state]}
            </StateTag>
            <span className="cs-dim">
              {words.columns.seats} {words.held(held, paid)}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
