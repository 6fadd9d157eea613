import { useNavigate, useSearch } from '@tanstack/react-router'
import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { PageHead } from '../../components/PageHead.tsx'
import { AddPerson } from '../../features/staff/AddPerson.tsx'
import { StaffPanel } from '../../features/staff/StaffPanel.tsx'
import { useMissingPermission } from '../../lib/use-me.ts'
import { usePageTitle } from '../../lib/use-page-title.ts'
import { desk } from '../../messages/desk.ts'
import { staff } from '../../messages/staff.ts'

export const StaffPage = () => {
  usePageTitle(desk.pages.staff)
  const { item } = useSearch({ from: '/staff' })
  const navigate = useNavigate()
  const reason = useMissingPermission('staff.manage')
  const [isAdding, setAdding] = useState(false)
  return (
    <>
      <PageHead
        title={desk.pages.staff}
        lead={staff.lead}
        end={
          <Button icon={UserPlus} reason={reason} onPress={() => setAdding(true)}>
            {staff.add}
          </Button>
        }
      />
      <StaffPanel itemId={item} onItem={(id) => void navigate({ to: '/staff', search: { item: id }, replace: true })} />
      {isAdding && <AddPerson onClose={() => setAdding(false)} />}
    </>
  )
}
