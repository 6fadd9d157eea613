import { LICENSE_SHOWS, type LicenseLine, type LicenseShow } from '@countersign/shared/features/license-desk'
import { TextInput } from '@mantine/core'
import { Button } from '../../components/Button.tsx'
import { DenseTable } from '../../components/DenseTable.tsx'
import { Empty } from '../../components/Empty.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { FilterChips } from '../../components/FilterChips.tsx'
import { deskPaths } from '../../lib/desk-paths.ts'
import { licenses as words } from '../../messages/licenses.ts'
import { IssueTools } from './IssueTools.tsx'
import { licenseColumns } from './license-columns.tsx'
import { useLicenses } from './use-licenses.ts'
import s from './Licenses.module.css'

export interface LicensesViewProps {
  readonly show: string | undefined
  readonly text: string
  readonly onShow: (show: LicenseShow) => void
  readonly onText: (text: string) => void
  readonly onAsked: (requestId: string) => void
}

const idOf = ({ id }: LicenseLine): string => id
const labelOf = ({ teamId, plan }: LicenseLine): string => `${teamId} ${plan}`
const open = ({ id }: LicenseLine): void => {
  location.hash = deskPaths.license(id)
}
const showOf = (show: string | undefined): LicenseShow => LICENSE_SHOWS.find((one) => one === show) ?? 'all'

/** Every license, found by team, customer, id or the ending of a key; Enter opens one. */
export const LicensesView = ({ show, text, onShow, onText, onAsked }: LicensesViewProps) => {
  const shown = showOf(show)
  const { list, licenses } = useLicenses(shown, text)
  const { title, what } = words.empty[shown]
  return (
    <>
      <div className={s['bar']}>
        <FilterChips
          label={words.filters}
          chips={LICENSE_SHOWS.map((id) => ({ id, label: words.shows[id] }))}
          value={shown}
          onChange={onShow}
        />
        <TextInput
          className={s['search'] ?? ''}
          aria-label={words.search}
          placeholder={words.search}
          value={text}
          onChange={(event) => onText(event.currentTarget.value)}
        />
        <IssueTools onAsked={onAsked} />
      </div>
      <DenseTable
        label={words.table}
        rows={licenses}
        columns={licenseColumns}
        rowId={idOf}
        rowLabel={labelOf}
        onOpen={open}
        isLoading={list.isPending}
        hasPageKeys
        fileName="licenses"
        empty={<Empty title={title}>{what}</Empty>}
        {...(list.error === null
          ? {}
          : {
              problem: <FailureProblem title={words.notRead} error={list.error} onRetry={() => void list.refetch()} />,
            })}
      />
      {list.hasNextPage && (
        <Button isBusy={list.isFetchingNextPage} onPress={() => void list.fetchNextPage()}>
          {words.more}
        </Button>
      )}
    </>
  )
}
