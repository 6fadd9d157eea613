import { EnvTag } from '../../components/EnvTag.tsx'
import { HealthStrip } from '../../components/HealthStrip.tsx'
import { MoneyState } from '../../components/MoneyState.tsx'
import { ProofStrip } from '../../components/ProofStrip.tsx'
import { messages } from '../../messages/index.ts'
import type { MoneyProgress } from '../../messages/money.ts'
import { Part } from './Part.tsx'
import s from './examples.module.css'

const checks = [
  { id: 'a', text: 'Companion 38 ms', state: 'ok' },
  { id: 'b', text: 'Webhooks 48 s behind', state: 'warn' },
  { id: 'c', text: 'No network since 12:40', state: 'down' },
  { id: 'd', text: 'Replica', state: 'unknown' },
] as const

export const StatesProof = () => (
  <div className={s['column']}>
    <Part title="ProofStrip">
      <div className={s['strips']}>
        <ProofStrip isBoxed state="proven" word="Proven for #48213" left="7 h 58 min">
          equals <code>7Kq9xLw2Vd</code> exactly
        </ProofStrip>
        <ProofStrip isBoxed state="proven" word="Proven for #48190" left="9 min" isEndingSoon />
        <ProofStrip isBoxed state="ambiguous">
          2 customers carry this id; choose one with a reason
        </ProofStrip>
        <ProofStrip isBoxed state="weak">
          only the billing e-mail agrees; read-only
        </ProofStrip>
        <ProofStrip isBoxed state="conflict">
          the invoice named carries another team; read-only
        </ProofStrip>
        <ProofStrip isBoxed state="unknown">
          nothing in Stripe; the team enters billing details first
        </ProofStrip>
        <ProofStrip isBoxed state="unverified">
          Stripe did not answer at 12:40; nothing can be changed
        </ProofStrip>
        <ProofStrip isBoxed state="none">
          no ticket is open on this team; reading only
        </ProofStrip>
      </div>
    </Part>
    <Part title="MoneyState">
      <div className={s['states']}>
        {(Object.keys(messages.money.progress) as MoneyProgress[]).map((state) => (
          <MoneyState key={state} state={state} />
        ))}
      </div>
    </Part>
    <Part title="EnvTag, HealthStrip">
      <div className={s['strips']}>
        <div className={s['buttons']}>
          <EnvTag env="test" /> <EnvTag env="live" />
        </div>
        <HealthStrip env="test" checks={checks} hints={[{ keys: ['?'], label: 'all keys' }]} />
        <HealthStrip env="live" checks={checks} hints={[{ keys: ['?'], label: 'all keys' }]} />
      </div>
    </Part>
  </div>
)
