import type { Staff } from '@countersign/shared/features/staff'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { listStaff } from './list-staff.ts'

/** One of them, by id or e-mail. A company's staff is a short list. */
export const readStaff = async (kernel: Kernel, idOrEmail: string): Promise<Staff> => {
  const people = await listStaff(kernel)
  const person = people.find((each) => each.id === idOrEmail || each.email === idOrEmail)
  if (!person) throw new AppError('NOT_FOUND')
  return person
}
