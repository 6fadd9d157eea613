// A seat that an offline file holds stays held until the file ends or is withdrawn: the installation runs by its file whatever
// anybody here does, so that its seat given to another would be a second one for the price of one.

import { OFFLINE } from '@countersign/shared/features/license-facts'

export const isHeldByFile = (
  { lastAddress, seatUntil, releasedAt }: { lastAddress: string; seatUntil: number; releasedAt: number | null },
  now: number,
): boolean => lastAddress === OFFLINE && releasedAt === null && seatUntil > now
