import {
  CircleMinus,
  CreditCard,
  KeyRound,
  Layers,
  Link2,
  MessageSquare,
  Receipt,
  SlidersHorizontal,
  TicketPercent,
  Undo2,
  X,
} from 'lucide-react'
import { useState } from 'react'
import { ActionGroup } from '../../components/ActionGroup.tsx'
import { ActionRow } from '../../components/ActionRow.tsx'
import { BalanceSteps } from '../../components/BalanceSteps.tsx'
import { CopyId } from '../../components/CopyId.tsx'
import { FactGroup } from '../../components/FactGroup.tsx'
import { FactList } from '../../components/FactList.tsx'
import { KeyFigures } from '../../components/KeyFigures.tsx'
import { Meter } from '../../components/Meter.tsx'
import { Money } from '../../components/Money.tsx'
import { ObjectColumns } from '../../components/ObjectColumns.tsx'
import { PageHead } from '../../components/PageHead.tsx'
import { Panel } from '../../components/Panel.tsx'
import { ProofStrip } from '../../components/ProofStrip.tsx'
import { StateTag } from '../../components/StateTag.tsx'
import { SumTable } from '../../components/SumTable.tsx'
import { Tabs } from '../../components/Tabs.tsx'
import { eur } from './amounts.ts'
import { ExampleShell } from './ExampleShell.tsx'
import { ExampleTimeline } from './ExampleTimeline.tsx'
import s from './examples.module.css'

const NAME = 'Kestrel Robotics – Werk Nord, Fördertechnik und Automatisierung'
const day = (text: string) => Date.parse(`${text}T00:00:00Z`)

const Facts = () => (
  <>
    <FactGroup title="Customer">
      <FactList
        labels="short"
        facts={[
          { label: 'Stripe', value: <CopyId value="cus_RtY8mW4hQz2LpA" what="Customer id" /> },
          { label: 'Bills to', value: 'buchhaltung@kestrel-robotics.example' },
          { label: 'Tax', value: 'Germany, reverse charge' },
          {
            label: 'Pays by',
            value: (
              <>
                card, <span className="cs-money">to 30 Nov 2026</span>
              </>
            ),
          },
        ]}
      />
    </FactGroup>
    <FactGroup title="Next invoice, 1 Dec" aside="Stripe’s preview">
      <SumTable
        label="Next invoice"
        lines={[
          { id: 'plan', label: 'Business', amount: eur(45000) },
          { id: 'extra', label: 'Extra instance × 9', amount: eur(22500) },
          { id: 'unused', label: 'Unused, 2 instances', amount: eur(-2333) },
          { id: 'coupon', label: 'Coupon, 2 of 3', amount: eur(-16875) },
          { id: 'balance', label: 'Balance', amount: eur(-12000) },
        ]}
        total={{ label: 'Due', amount: eur(36292) }}
      />
    </FactGroup>
    <FactGroup title="Balance, 12 months" aside={<Money value={eur(-12000)} />}>
      <BalanceSteps
        label="Balance over twelve months: −62 euro in January, reversed; −132 in April, used in May; −120 since November"
        from={day('2025-12-01')}
        to={day('2026-11-30')}
        points={[
          { at: day('2026-01-22'), amount: -6200 },
          { at: day('2026-01-30'), amount: 0 },
          { at: day('2026-04-21'), amount: -13200 },
          { at: day('2026-05-01'), amount: 0 },
          { at: day('2026-11-12'), amount: -7500 },
          { at: day('2026-11-13'), amount: -12000 },
        ]}
        ticks={['Dec 2025', 'Apr', 'Aug', 'Nov']}
      />
    </FactGroup>
    <FactGroup title="Second subscription" tag={<StateTag>made by hand</StateTag>}>
      <p className="cs-xs cs-dim">
        Priority support, yearly, <Money value={eur(120000)} />, renews 14 Mar 2027. Not the platform’s. Its{' '}
        <code>tenant-id</code> differs in case.
      </p>
    </FactGroup>
    <FactGroup title="Service">
      <FactList
        labels="short"
        facts={[
          {
            label: 'Tenant',
            value: (
              <>
                <span className="cs-proof">active</span>, 212 of 250 devices
              </>
            ),
          },
          { label: 'Licence', value: 'ends 7QK4M, 3 of 5 seats' },
        ]}
      />
    </FactGroup>
  </>
)

const nothing = () => undefined

const Actions = () => (
  <>
    <ActionGroup title="Money" aside="approval needed">
      <ActionRow icon={CircleMinus} label="Give a credit" need="1 approver" keys="c" onRun={nothing} />
      <ActionRow icon={TicketPercent} label="Create a coupon" need="none to €200" keys="o" onRun={nothing} />
      <ActionRow icon={Layers} label="Stack onto coupon" need="1 approver" keys="s" onRun={nothing} />
      <ActionRow icon={Undo2} label="Reverse a credit" need="1 approver" keys="u" onRun={nothing} />
      <ActionRow icon={SlidersHorizontal} label="Change plan, quantity" need="1 approver" keys="p" onRun={nothing} />
      <ActionRow icon={X} label="Cancel, credit the rest" need="1 approver" keys="x" onRun={nothing} />
      <ActionRow icon={Receipt} label="Invoice from a quote" reason="finance only" keys="i" onRun={nothing} />
    </ActionGroup>
    <ActionGroup title="No money">
      <ActionRow icon={Link2} label="Purchase link" keys="l" onRun={nothing} />
      <ActionRow icon={CreditCard} label="Billing portal link" keys="b" onRun={nothing} />
      <ActionRow icon={KeyRound} label="Release a seat" need="can be undone" keys="r" onRun={nothing} />
      <ActionRow icon={MessageSquare} label="Copy a reply" keys="y" onRun={nothing} />
    </ActionGroup>
  </>
)

const Goodwill = () => (
  <Panel title="Goodwill left" aside="policy v14">
    <p className={s['spread']}>
      <span className="cs-dim">This customer</span> €198.00 of €450.00
    </p>
    <Meter label="Goodwill of this customer" used={25200} limit={45000} valueText="€198.00 of €450.00 left" />
  </Panel>
)

export const TeamExample = () => {
  const [tab, setTab] = useState('overview')
  return (
    <ExampleShell env="test" currentId="teams">
      <ProofStrip state="proven" word="Proven for #48213" left="7 h 59 min" onEvidence={nothing}>
        Metadata <code>team</code> on <code>cus_RtY8mW4hQz2LpA</code> equals <code>7Kq9xLw2Vd</code> exactly. Asked
        Stripe at 12:40 UTC, Ines Albrecht.
      </ProofStrip>
      <PageHead
        title={NAME}
        hasTabs
        end={
          <KeyFigures
            figures={[
              { id: 'month', label: 'Per month', value: <Money value={eur(77500)} />, isOptional: true },
              { id: 'balance', label: 'Balance', value: <Money value={eur(-12000)} /> },
              { id: 'next', label: 'Next, 1 Dec', value: <Money value={eur(36292)} /> },
              { id: 'risk', label: 'At risk, card expires 30 Nov', value: <Money value={eur(36292)} />, tone: 'money' },
            ]}
          />
        }
      >
        <CopyId value="7Kq9xLw2Vd" what="Team id" />
        <StateTag tone="proof">Active</StateTag>
        <span>Business, monthly, since 14 Feb 2023</span>
        <span className="cs-faint cs-cut">Customer Kestrel Robotics GmbH &amp; Co. KG</span>
      </PageHead>
      <Tabs
        label="Team"
        value={tab}
        onChange={setTab}
        end="Mirror, 12 s old"
        tabs={[
          { id: 'overview', label: 'Overview' },
          { id: 'subscriptions', label: 'Subscriptions', count: 2 },
          { id: 'invoices', label: 'Invoices', count: 41 },
          { id: 'credits', label: 'Coupons & credits', count: 7 },
          { id: 'licences', label: 'Licences', count: 1 },
          { id: 'tenant', label: 'Tenant' },
          { id: 'notes', label: 'Notes', count: 3 },
        ]}
      >
        <ObjectColumns
          facts={{ label: 'Facts', content: <Facts /> }}
          main={{ label: 'Timeline', content: <ExampleTimeline /> }}
          actions={{ label: 'Actions', content: <Actions /> }}
          actionsFoot={<Goodwill />}
        />
      </Tabs>
    </ExampleShell>
  )
}
