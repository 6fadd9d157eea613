import { Checkbox, Radio, Select, TextInput } from '@mantine/core'
import { Lock } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Confirm } from '../../components/Confirm.tsx'
import { FilterBar } from '../../components/FilterBar.tsx'
import { FilterChips } from '../../components/FilterChips.tsx'
import { FilterToken } from '../../components/FilterToken.tsx'
import { Icon } from '../../components/Icon.tsx'
import { Kbd } from '../../components/Kbd.tsx'
import { Meter } from '../../components/Meter.tsx'
import { Progress } from '../../components/Progress.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { StateTag } from '../../components/StateTag.tsx'
import { Part } from './Part.tsx'
import s from './examples.module.css'

const nothing = () => undefined

const Fields = () => (
  <div className={s['fields']}>
    <TextInput label="Rest" placeholder="cus_, sub_, in_ …" />
    <TextInput label="Filled" defaultValue="€ 240.00" />
    <TextInput label="Wrong" defaultValue="$ 240.00" error="This customer is billed in EUR." />
    <TextInput
      label="Locked by the case"
      defaultValue="#48213"
      readOnly
      data-locked
      rightSection={<Icon of={Lock} size={14} />}
      description="It ends with the ticket."
      inputWrapperOrder={['label', 'input', 'description']}
    />
    <Select label="Reason" defaultValue="Outage" data={['Outage', 'Billing error', 'Goodwill']} />
    <div className={s['buttons']}>
      <Checkbox label="On" defaultChecked />
      <Checkbox label="Off" />
      <Radio label="One" name="r" defaultChecked />
      <Radio label="Two" name="r" />
    </div>
  </div>
)

export const StatesActing = () => {
  const [isAsking, setAsking] = useState(false)
  const [view, setView] = useState('late')
  return (
    <div className={s['column']}>
      <Part title="Button">
        <div className={s['buttons']}>
          <Button kind="primary" onPress={() => setAsking(true)}>
            Primary
          </Button>
          <Button>Default</Button>
          <Button kind="quiet">Quiet</Button>
          <Button kind="danger">Reject</Button>
          <Button reason="The invoice is paid">Void</Button>
          <Button kind="primary" size="lg" env="test" keys="mod+enter">
            Ask for €240.00
          </Button>
          <Button size="sm">Small</Button>
        </div>
      </Part>
      <Part title="Fields">
        <Fields />
      </Part>
      <Part title="StateTag, Kbd">
        <div className={s['buttons']}>
          <StateTag>neutral</StateTag>
          <StateTag tone="proof">active</StateTag>
          <StateTag tone="money">past due</StateTag>
          <StateTag tone="danger">revoked</StateTag>
          <Kbd keys="g a" />
        </div>
      </Part>
      <Part title="FilterToken, FilterChips">
        <FilterBar onAdd={nothing}>
          <FilterToken name="Status" value="past due" onRemove={nothing} />
          <FilterToken name="Team" value="شركة الهلال" onEdit={nothing} onRemove={nothing} />
          <FilterChips
            label="Saved views"
            value={view}
            onChange={setView}
            chips={[
              { id: 'late', label: 'Late first' },
              { id: 'promised', label: 'Promised', count: 5 },
            ]}
          />
        </FilterBar>
      </Part>
      <Part title="Meter, Progress">
        <div className={s['strips']}>
          <Meter label="Budget" used={25200} added={24000} limit={45000} valueText="€42.00 over €450.00" />
          <Meter label="Seats" used={3} limit={5} valueText="3 of 5 seats" />
          <Progress
            title="Export with proof"
            detail="112,400 of 184,203 entries"
            share={0.61}
            onCancel={nothing}
            note="Goes on if you close the window."
          />
          <Progress title="First sync" detail="12,300 customers so far" />
        </div>
      </Part>
      <Part title="Skeleton">
        <Skeleton rows={2} />
      </Part>
      {isAsking && (
        <Confirm
          title="Ask for approval of €240.00?"
          action="Ask for €240.00"
          env="test"
          onConfirm={() => setAsking(false)}
          onClose={() => setAsking(false)}
        >
          Nothing reaches Stripe until both have signed.
        </Confirm>
      )}
    </div>
  )
}
