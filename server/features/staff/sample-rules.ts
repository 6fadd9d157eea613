// The people of the sample desk: one per role, and a second approver for what needs two, with one password that the sign-in screen shows. They exist only beside
// sample data on the embedded companion.
import type { Role } from '@countersign/shared/roles'

export const SAMPLE_PASSWORD = 'sample loom on the field'

export interface SamplePerson {
  readonly name: string
  readonly email: string
  readonly roles: readonly [Role]
}

export const SAMPLE_STAFF: readonly SamplePerson[] = [
  { name: 'Ines Albrecht', email: 'ines.albrecht@loomfield.example', roles: ['support'] },
  { name: 'Tobias Rønning', email: 'tobias.ronning@loomfield.example', roles: ['finance'] },
  { name: 'Jonas Whitlock', email: 'jonas.whitlock@loomfield.example', roles: ['approver'] },
  { name: 'Mara Okonkwo-Lindqvist', email: 'mara.okonkwo-lindqvist@loomfield.example', roles: ['approver'] },
  { name: 'Noor Dessalegn', email: 'noor.dessalegn@loomfield.example', roles: ['auditor'] },
  { name: 'Kofi Baptiste-Okafor', email: 'kofi.baptiste-okafor@loomfield.example', roles: ['admin'] },
]

interface StaffThere {
  readonly email: string
  readonly status: 'active' | 'removed'
  readonly createdAt: number
  readonly passwordChangedAt: number | null
}

/** The sample people who can still sign in with the sample password: active, and it was never changed. */
export const usableSampleStaff = (there: readonly StaffThere[]): SamplePerson[] => {
  const isUntouched = (row: StaffThere) => row.status === 'active' && row.passwordChangedAt === row.createdAt
  const emails = new Set(there.filter(isUntouched).map((row) => row.email))
  return SAMPLE_STAFF.filter((person) => emails.has(person.email))
}
