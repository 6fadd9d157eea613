import { describe } from 'vitest'

/**
 * Checks of behaviour that Stripe documents. `source` names the document and the rule, or the SDK's type and comment; it
 * stands in the title of every check, and `docs/conformance.md` lists it.
 */
export const rules = (source: string, title: string, checks: () => void): void => {
  describe(`${title} [${source}]`, checks)
}
