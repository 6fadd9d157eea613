import { Checkbox, Popover } from '@mantine/core'
import { Columns3, Download, Printer } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { csvText } from '../../lib/csv.ts'
import { downloadText } from '../../lib/download.ts'
import { messages } from '../../messages/index.ts'
import { Button } from '../Button.tsx'
import { useAnnounce } from '../LiveRegion.tsx'
import type { TableColumn } from './table-column.ts'
import type { TableModel } from './use-table-model.ts'
import s from './table.module.css'

export interface TableToolsProps<Row> {
  readonly model: TableModel<Row>
  readonly columns: readonly TableColumn<Row>[]
  readonly fileName: string
  readonly onPrint: () => void
  readonly onTake?: ((as: 'csv' | 'print', rows: number) => void) | undefined
  readonly start?: ReactNode
  readonly end?: ReactNode
}

const ColumnChoice = <Row,>({ model, columns }: Pick<TableToolsProps<Row>, 'model' | 'columns'>) => {
  const [isOpen, setOpen] = useState(false)
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" trapFocus returnFocus withRoles={false}>
      <Popover.Target>
        <span>
          <Button kind="quiet" size="sm" icon={Columns3} isExpanded={isOpen} onPress={() => setOpen(!isOpen)}>
            {messages.common.columns}
          </Button>
        </span>
      </Popover.Target>
      <Popover.Dropdown>
        <fieldset className={s['choices']} aria-label={messages.table.columnsShown}>
          {columns.map(({ id, head, isFixed }) => (
            <Checkbox
              key={id}
              label={head}
              checked={model.isShown(id)}
              disabled={isFixed === true}
              onChange={() => model.toggleColumn(id)}
            />
          ))}
        </fieldset>
      </Popover.Dropdown>
    </Popover>
  )
}

export const TableTools = <Row,>(props: TableToolsProps<Row>) => {
  const { model, columns, fileName, onPrint, onTake, start, end } = props
  const announce = useAnnounce()
  const writeCsv = () => {
    onTake?.('csv', model.rows.length)
    const head = model.visible.map((column) => column.head)
    const lines = model.rows.map((row) => model.visible.map((column) => column.text(row)))
    downloadText(`${fileName}.csv`, csvText([head, ...lines]))
    announce(messages.table.exported(model.rows.length))
  }
  const print = () => {
    onTake?.('print', model.rows.length)
    onPrint()
  }
  return (
    <div className={s['tools']}>
      {start}
      <div className={s['toolsEnd']}>
        {end}
        <ColumnChoice model={model} columns={columns} />
        <Button kind="quiet" size="sm" icon={Download} onPress={writeCsv}>
          {messages.table.csv}
        </Button>
        <Button kind="quiet" size="sm" icon={Printer} onPress={print}>
          {messages.table.print}
        </Button>
      </div>
    </div>
  )
}
