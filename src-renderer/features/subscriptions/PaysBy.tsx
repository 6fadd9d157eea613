import type { Customer } from '@countersign/shared/features/subscriptions'
import { toneClass } from '../../components/tone.ts'
import { team } from '../../messages/team.ts'
import { useReading } from './reading.ts'
import { expiryOf, mainMethod } from './standing-rules.ts'
import { monthText } from './texts.ts'

const words = team.facts

const Expiry = ({ expires }: { readonly expires: string }) => {
  const { now } = useReading()
  const state = expiryOf(expires, now)
  const month = monthText(expires)
  return (
    <>
      ,{' '}
      <span className={toneClass(state === 'good' ? 'neutral' : 'money')}>
        {state === 'expired' ? words.expired(month) : words.to(month)}
      </span>
    </>
  )
}

/** The kind of payment and how long it is good; never a number. */
export const PaysBy = ({ methods }: { readonly methods: Customer['paymentMethods'] }) => {
  const main = mainMethod(methods)
  if (!main) return <span className="cs-faint">{words.paysNothing}</span>
  return (
    <>
      {words.payment(main.kind)}
      {main.expires !== null && <Expiry expires={main.expires} />}
      {methods.length > 1 && <span className="cs-faint">, {words.more(methods.length - 1)}</span>}
    </>
  )
}
