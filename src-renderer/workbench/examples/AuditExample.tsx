import { useState } from 'react'
import { Avatar } from '../../components/Avatar.tsx'
import { Button } from '../../components/Button.tsx'
import { DenseTable, type TableColumn } from '../../components/DenseTable.tsx'
import { FactList } from '../../components/FactList.tsx'
import { FilterBar } from '../../components/FilterBar.tsx'
import { FilterToken } from '../../components/FilterToken.tsx'
import { Name } from '../../components/Name.tsx'
import { PageHead } from '../../components/PageHead.tsx'
import { Panel } from '../../components/Panel.tsx'
import { SidePanel } from '../../components/SidePanel.tsx'
import { StateTag } from '../../components/StateTag.tsx'
import { clockText } from '../../lib/dates.ts'
import { countText } from '../../lib/numbers.ts'
import { ExampleShell } from './ExampleShell.tsx'

interface Entry {
  readonly number: number
  readonly at: string
  readonly who: string
  readonly did: string
  readonly what: string
}

const people = ['Jonas Whitlock', 'Priya Raman', 'Sólveig Þórarinsdóttir', 'Kofi Baptiste-Okafor', '田中 美咲']
const deeds = ['countersigned', 'answered', 'opened', 'requested', 'was refused']
const things = [
  'AP-3140 credit −$1,200.00',
  'facts of AP-3140 balance, discounts, prices and everything else',
  '株式会社ミナト計測',
]

const NEWEST = Date.parse('2026-11-20T12:31:40Z')
const COUNT = 100_000

const entries: readonly Entry[] = Array.from({ length: COUNT }, (_, at) => ({
  number: 184_203 - at,
  at: new Date(NEWEST - at * 47_000).toISOString(),
  who: people[at % people.length] ?? '',
  did: deeds[(at * 7) % deeds.length] ?? '',
  what: things[at % things.length] ?? '',
}))

const columns: readonly TableColumn<Entry>[] = [
  {
    id: 'number',
    head: 'Entry',
    width: 92,
    align: 'end',
    isFixed: true,
    cell: ({ number }) => countText(number),
    text: ({ number }) => String(number),
    sortValue: ({ number }) => number,
  },
  {
    id: 'at',
    head: 'UTC',
    width: 84,
    hasFigures: true,
    cell: ({ at }) => clockText(at, 'seconds'),
    text: ({ at }) => at,
    sortValue: ({ at }) => at,
  },
  {
    id: 'who',
    head: 'Who',
    width: 200,
    cell: ({ who }) => (
      <>
        <Avatar name={who} /> <Name>{who}</Name>
      </>
    ),
    text: ({ who }) => who,
    sortValue: ({ who }) => who,
  },
  { id: 'did', head: 'Did', width: 120, cell: ({ did }) => did, text: ({ did }) => did },
  { id: 'what', head: 'To what', cell: ({ what }) => what, text: ({ what }) => what },
]

const rowId = ({ number }: Entry) => String(number)

export const AuditExample = () => {
  const [activeId, setActive] = useState<string>()
  const entry = activeId === undefined ? undefined : entries[184_203 - Number(activeId)]
  return (
    <ExampleShell env="live" currentId="audit">
      <PageHead
        title="Audit"
        lead="Who did what, when, why, on whose word. Opening a customer counts."
        end={<Button>Export with proof</Button>}
      />
      <SidePanel
        label="Entry"
        onClose={() => setActive(undefined)}
        panel={
          entry && (
            <Panel
              title={`Entry ${countText(entry.number)}`}
              aside={<StateTag tone="proof">follows {countText(entry.number - 1)}</StateTag>}
            >
              <FactList
                facts={[
                  { label: 'Who', value: entry.who },
                  { label: 'Did', value: entry.did },
                  { label: 'For', value: <bdi>شركة النخيل للأتمتة الصناعية</bdi> },
                ]}
              />
            </Panel>
          )
        }
      >
        <DenseTable
          label="Entries"
          rows={entries}
          columns={columns}
          rowId={rowId}
          density="dense"
          fileName="audit"
          hasPageKeys
          activeId={activeId}
          onActive={setActive}
          rowTone={({ number }) => (number % 8 === 3 ? 'proof' : undefined)}
          toolsStart={
            <FilterBar onAdd={() => undefined}>
              <FilterToken name="When" value="today" onRemove={() => undefined} />
              <FilterToken name="Environment" value="live" onRemove={() => undefined} />
            </FilterBar>
          }
        />
      </SidePanel>
    </ExampleShell>
  )
}
