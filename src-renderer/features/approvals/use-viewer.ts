import { useMe } from '../../lib/use-me.ts'
import type { Viewer } from './list-rules.ts'

/** Whoever is signed in, as far as requests care. */
export const useViewer = (): Viewer => {
  const staff = useMe()?.staff
  return { id: staff?.id ?? '', isApprover: staff?.roles.includes('approver') === true }
}
