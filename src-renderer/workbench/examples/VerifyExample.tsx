import { TextInput, Textarea } from '@mantine/core'
import { CircleMinus, Copy, RotateCw } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { EvidenceTable, type EvidenceRow } from '../../components/EvidenceTable.tsx'
import { MoneyCell } from '../../components/MoneyCell.tsx'
import { Notice } from '../../components/Notice.tsx'
import { PageHead } from '../../components/PageHead.tsx'
import { Panel } from '../../components/Panel.tsx'
import { Problem } from '../../components/Problem.tsx'
import { VerdictHead } from '../../components/VerdictHead.tsx'
import { eur } from './amounts.ts'
import { ExampleShell } from './ExampleShell.tsx'
import s from './examples.module.css'

const rows: readonly EvidenceRow[] = [
  {
    id: '1',
    lookedAt: 'Customer',
    field: 'team',
    objectId: 'cus_RtY8mW4hQz2LpA',
    objectName: 'Kestrel Robotics GmbH',
    value: '7Kq9xLw2Vd',
    outcome: 'exact',
  },
  {
    id: '2',
    lookedAt: 'Subscription',
    field: 'team',
    objectId: 'sub_1QK2h8LkRq0Zb',
    objectName: 'Business, monthly',
    value: '7Kq9xLw2Vd',
    outcome: 'exact',
  },
  {
    id: '3',
    lookedAt: 'Checkout session',
    field: 'client_reference_id',
    objectId: 'cs_test_a1Vv9TkQ',
    objectName: '14 Feb 2023',
    value: '7Kq9xLw2Vd',
    outcome: 'exact',
  },
  {
    id: '4',
    lookedAt: 'Subscription',
    field: 'tenant-id',
    objectId: 'sub_1PzN40Lkw7HcE',
    objectName: 'Support, by hand',
    value: '7kq9xlw2vd',
    expected: '7Kq9xLw2Vd',
    outcome: 'case',
    note: 'see DR-118',
  },
  {
    id: '5',
    lookedAt: 'Customer',
    field: 'email',
    objectId: 'cus_RtY8mW4hQz2LpA',
    objectName: 'the billing address',
    value: 'buchhaltung.und.rechnungswesen.werk-nord@kestrel-robotics-foerdertechnik.example',
    outcome: 'other',
    note: 'no conflict',
  },
  {
    id: '6',
    lookedAt: 'Invoice',
    field: 'team',
    objectId: 'in_1QJx7Ab2Cd3Ef4Ku',
    value: '9mHt4RsPqe',
    expected: '7Kq9xLw2Vd',
    outcome: 'wrong',
  },
  {
    id: '7',
    lookedAt: 'Customer',
    field: 'tenant-id',
    objectId: 'cus_RtY8mW4hQz2LpA',
    objectName: 'شركة النخيل للأتمتة الصناعية',
    value: undefined,
    outcome: 'absent',
  },
]

const Ask = () => (
  <section className={s['ask']} aria-label="What the ticket says">
    <div className={s['pair']}>
      <TextInput label="Ticket" defaultValue="#48213" w={80} />
      <TextInput label="Team id" defaultValue="7Kq9xLw2Vd" style={{ flex: 1 }} />
    </div>
    <Textarea
      label="Text of the ticket, as pasted"
      description="One team id found, in the link. Nothing else in the text looks like one."
      inputWrapperOrder={['label', 'input', 'description']}
      defaultValue={
        'Hi, half our line was blind from 3 to 10 November.\n\nOur team: https://app.loomfield.example/team/7Kq9xLw2Vd/overview'
      }
    />
    <TextInput label="Requester e-mail" defaultValue="s.oezdemir-vandenberghe@werk-nord.kestrel-robotics.example" />
    <TextInput label="Any Stripe id" placeholder="cus_, sub_, in_, cs_ …" />
    <Button size="lg" icon={RotateCw} keys="mod+enter">
      Ask again
    </Button>
  </section>
)

const Others = () => (
  <aside className={s['others']} aria-label="Other answers">
    <Problem
      title="Stripe did not answer"
      what="No answer within 10 s, asked at 12:40:54 UTC."
      money={{ moved: 'none', detail: 'Nothing was asked to change.' }}
      next="Try again; until then the team is unverified and read-only."
      errorId="ERR-7F3K-21"
      actions={
        <Button kind="primary" size="sm">
          Try again
        </Button>
      }
    />
    <Problem
      kind="asking"
      title="We do not know yet"
      what="Stripe did not answer for 30 s after the credit was sent."
      money={{ moved: 'maybe', detail: 'It will not be sent twice: same key.' }}
      next="Asking again in 20 s. You can close this window."
    />
    <VerdictHead state="conflict" lead="The invoice named carries another team. Read-only." />
    <VerdictHead state="ambiguous" lead="2 customers carry this id. Choose one and say why." />
    <VerdictHead state="unknown" lead="Nothing in Stripe. The team enters its billing details first." />
  </aside>
)

export const VerifyExample = () => (
  <ExampleShell env="test" currentId="verify">
    <PageHead
      title="Verify"
      lead="Is the team on the ticket the one on the Stripe customer?"
      end="Asked Stripe live at 12:40:54 UTC, 6 objects, 412 ms. Not from the mirror."
    />
    <div className={s['verify']}>
      <Ask />
      <section className={s['verdict']} aria-label="Verdict">
        <VerdictHead
          state="proven"
          lead={
            <>
              Exactly one Stripe customer carries <code>7Kq9xLw2Vd</code>, letter for letter:
              <br />
              <bdi>Kestrel Robotics – Werk Nord, Fördertechnik und Automatisierung</bdi>
            </>
          }
        />
        <EvidenceTable
          label="Evidence"
          rows={rows}
          foot={
            <>
              <span>
                Kept as <code>VER-20931</code>, cannot be edited, ends with the ticket
              </span>
              <span>
                Live until <b>20:40 UTC</b>, 8 h
              </span>
            </>
          }
        />
        <Notice tone="money" title="One id is written in another case,">
          on the subscription made by hand. The proof stands, because the customer itself matches.{' '}
          <a className="cs-link" href="#DR-118">
            Open DR-118
          </a>
        </Notice>
        <Panel title="What this team has" aside="Mirror, 12 s old">
          <p className={s['line']}>
            Business, monthly, 9 extra instances <MoneyCell value={eur(67500)} />
          </p>
        </Panel>
        <div className={s['buttons']}>
          <Button kind="primary" size="lg" keys="enter">
            Open team
          </Button>
          <Button size="lg" icon={CircleMinus} keys="c">
            Give a credit
          </Button>
          <Button size="lg" icon={Copy}>
            Copy evidence
          </Button>
        </div>
      </section>
      <Others />
    </div>
  </ExampleShell>
)
