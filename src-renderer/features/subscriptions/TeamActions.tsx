import { ActionGroup } from '../../components/ActionGroup.tsx'
import { ActionRow } from '../../components/ActionRow.tsx'
import { team } from '../../messages/team.ts'
import type { ActionGroupName, TeamAction } from './use-team-actions.ts'

const GROUPS: readonly ActionGroupName[] = ['here', 'money', 'copy', 'open']

/** Only what exists; what this person may not do stays, dimmed, with the reason. */
export const TeamActions = ({ actions }: { readonly actions: readonly TeamAction[] }) =>
  GROUPS.map((group) => (
    <ActionGroup key={group} title={team.actions[group]}>
      {actions
        .filter((action) => action.group === group)
        .map(({ id, icon, label, keys, reason, run }) => (
          <ActionRow
            key={id}
            icon={icon}
            label={label}
            {...(keys === undefined ? {} : { keys })}
            reason={reason}
            onRun={run}
          />
        ))}
    </ActionGroup>
  ))
