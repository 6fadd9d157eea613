/** Runs the full counts of one promise of `docs/proof/`; resumable, prints failing seeds. */
export interface Prover {
  readonly name: string
  /** The module to run, from the root of the repository. */
  readonly entry: string
  readonly proves: string
}

export const PROVERS: readonly Prover[] = [
  {
    name: 'mutation',
    entry: 'scripts/prove-mutation.ts',
    proves: 'a rule of money can’t change without a test that notices',
  },
  {
    name: 'money',
    entry: 'scripts/prove-money.ts',
    proves: 'money moves exactly once, whatever breaks: faults, crashes, forgotten keys, restored backups',
  },
  {
    name: 'webhooks',
    entry: 'scripts/prove-webhooks.ts',
    proves: 'webhooks lost, doubled and shuffled, mirror, tenants and limits end as Stripe says',
  },
  {
    name: 'seats',
    entry: 'scripts/prove-seats.ts',
    proves: 'fifty pods come and go: never more seats than paid, nobody refused for long, none locked too early',
  },
  {
    name: 'vectors',
    entry: 'scripts/prove-vectors.ts',
    proves: 'a second implementation, in Go, judges leases, keys and files as the license client does',
  },
  {
    name: 'hostile',
    entry: 'scripts/prove-hostile.ts',
    proves: 'whatever is sent to the licence API gets a typed answer, and its time tells nothing of the keys there are',
  },
  {
    name: 'sandbox',
    entry: 'scripts/prove-sandbox.ts',
    proves: 'whatever is done in the sandbox, sums and references hold and its events alone rebuild it',
  },
]
