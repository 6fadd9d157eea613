import { AuditExample } from './examples/AuditExample.tsx'
import { EmptyExample } from './examples/EmptyExample.tsx'
import { ReceivablesExample } from './examples/ReceivablesExample.tsx'
import { StatesExample } from './examples/StatesExample.tsx'
import { TeamExample } from './examples/TeamExample.tsx'
import { VerifyExample } from './examples/VerifyExample.tsx'

const pages: Record<string, () => React.ReactNode> = {
  states: StatesExample,
  team: TeamExample,
  verify: VerifyExample,
  audit: AuditExample,
  receivables: ReceivablesExample,
  empty: EmptyExample,
}

/** Examples only: made-up people and amounts, to look at the parts and to run axe over them. */
export const Workbench = ({ page }: { readonly page: string }) => {
  const Page = pages[page] ?? StatesExample
  return <Page />
}
