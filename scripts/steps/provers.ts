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
    name: 'sandbox',
    entry: 'scripts/prove-sandbox.ts',
    proves: 'whatever is done in the sandbox, sums and references hold and its events alone rebuild it',
  },
]
