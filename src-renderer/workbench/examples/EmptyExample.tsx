import { Button } from '../../components/Button.tsx'
import { DenseTable, type TableColumn } from '../../components/DenseTable.tsx'
import { Empty } from '../../components/Empty.tsx'
import { PageHead } from '../../components/PageHead.tsx'
import { Problem } from '../../components/Problem.tsx'
import { ProofStrip } from '../../components/ProofStrip.tsx'
import { ExampleShell } from './ExampleShell.tsx'

interface Nothing {
  readonly id: string
}

const rows: readonly Nothing[] = []
const rowId = ({ id }: Nothing) => id
const columns: readonly TableColumn<Nothing>[] = [
  { id: 'number', head: 'Invoice', width: 160, cell: rowId, text: rowId },
  { id: 'amount', head: 'Amount', align: 'end', cell: rowId, text: rowId },
]

export const EmptyExample = () => (
  <ExampleShell env="test" currentId="teams">
    <ProofStrip
      state="none"
      action={
        <Button size="sm" keys="v">
          Verify for a ticket
        </Button>
      }
    >
      No ticket is open on this team. You can read and answer; anything that moves money is off.
    </ProofStrip>
    <PageHead title="Ng" crumbs={[{ label: 'Teams', href: '#teams' }, { label: 'Ng' }]} size="lg" />
    <DenseTable
      label="Invoices"
      rows={rows}
      columns={columns}
      rowId={rowId}
      empty={<Empty title="No invoices yet.">The first comes on 1 Dec when the trial ends.</Empty>}
    />
    <DenseTable label="Credits" rows={rows} columns={columns} rowId={rowId} isLoading />
    <DenseTable
      label="Coupons"
      rows={rows}
      columns={columns}
      rowId={rowId}
      problem={
        <Problem
          title="The mirror could not be read"
          what="The companion did not answer within 5 s."
          next="Try again; nothing was lost."
          errorId="ERR-2B7Q-04"
          actions={<Button size="sm">Try again</Button>}
        />
      }
    />
  </ExampleShell>
)
