import { KeyPanel } from '../../features/approvals/KeyPanel.tsx'
import { useConfirmPerson } from '../../features/session/use-confirm-person.tsx'

/** The keys of whoever is signed in; a new one needs another proof of who that is. */
export const KeySection = () => {
  const { confirm, dialog } = useConfirmPerson()
  return (
    <>
      <KeyPanel confirm={confirm} />
      {dialog}
    </>
  )
}
