import { BeforeAfter } from '../../components/BeforeAfter.tsx'
import { Button } from '../../components/Button.tsx'
import { Empty } from '../../components/Empty.tsx'
import { Money } from '../../components/Money.tsx'
import { MoneyCell } from '../../components/MoneyCell.tsx'
import { Notice } from '../../components/Notice.tsx'
import { Problem } from '../../components/Problem.tsx'
import { eur, jpy, kwd, usd } from './amounts.ts'
import { Part } from './Part.tsx'
import s from './examples.module.css'

export const StatesMoney = () => (
  <div className={s['column']}>
    <Part title="Problem">
      <Problem
        title="Stripe refused the coupon"
        what={
          <>
            A code with these letters is already active: <code>code_taken</code>
          </>
        }
        money={{ moved: 'none', detail: 'The old discount is still on.' }}
        next="Make another code and resume at step 2."
        errorId="ERR-7F3K-21"
        actions={
          <Button kind="primary" size="sm">
            New code, resume
          </Button>
        }
      />
    </Part>
    <Part title="Problem, asking">
      <Problem
        kind="asking"
        title="We do not know yet"
        what="Stripe did not answer for 30 s after the credit was sent."
        money={{ moved: 'maybe', detail: 'It will not be sent twice: same key.' }}
        next="Asking again in 20 s. You can close this window."
      />
    </Part>
    <Part title="BeforeAfter">
      <BeforeAfter
        label="When asked and now"
        heads={{ before: 'When asked', after: 'Now' }}
        rows={[
          {
            id: '1',
            label: 'Balance',
            before: <MoneyCell value={eur(-12000)} />,
            after: <MoneyCell value={eur(-19500)} />,
            isChanged: true,
          },
          { id: '2', label: 'Coupon', before: 'unchanged', after: 'unchanged', isChanged: false },
          {
            id: '3',
            label: 'Due on 1 Dec',
            before: <MoneyCell value={eur(36292)} isStrong />,
            after: <MoneyCell value={eur(12292)} isStrong />,
            isChanged: true,
            isSum: true,
          },
        ]}
      />
    </Part>
    <Part title="Money, MoneyCell">
      <p>
        A credit of <Money value={usd(-120000)} /> to <bdi>شركة النخيل للأتمتة الصناعية</bdi>,{' '}
        <Money value={jpy(1280000)} />, <Money value={eur(7500)} sign="always" />, at risk{' '}
        <Money value={eur(36292)} tone="money" />
      </p>
      {[usd(-120000), eur(36292), jpy(1280000), kwd(-1234567), usd(5)].map((value) => (
        <div key={value.currency + value.amount} className={s['money']}>
          <MoneyCell value={value} columnDecimals={3} />
        </div>
      ))}
    </Part>
    <Part title="Notice, Empty">
      <div className={s['strips']}>
        <Notice title="No network since 12:40.">What you see is as of 12:39:58 UTC. Changes are off.</Notice>
        <Notice tone="proof" title="Before equals after.">
          €337.50 + €450.00 = €787.50
        </Notice>
        <Notice tone="money" title="Part of this period has been made good already." />
        <Notice tone="danger" title="The chain is broken at 171,402." />
        <Empty
          title="No invoices yet."
          actions={
            <>
              <Button size="sm" keys="i">
                Invoice from a quote
              </Button>
              <Button kind="quiet" size="sm" keys="l">
                Purchase link
              </Button>
            </>
          }
        >
          The first comes on 1 Dec when the trial ends.
        </Empty>
      </div>
    </Part>
  </div>
)
