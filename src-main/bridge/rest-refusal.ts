import { type ErrorCode, isErrorCode } from '@countersign/shared/errors'
import { z } from 'zod'
import { Refusal } from './refusal.ts'

const problemSchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    next: z.string().optional(),
    requestId: z.string().optional(),
    refusal: z.record(z.string(), z.unknown()).optional(),
  }),
})

/** The companion's refusal over REST, as tRPC would have told it; `byStatus` speaks for whoever answered in its place. */
export const restRefusal = async (response: Response, byStatus: (status: number) => ErrorCode): Promise<Refusal> => {
  const problem = problemSchema.safeParse(await response.json().catch(() => null))
  if (!problem.success) return new Refusal(byStatus(response.status))
  const { code, message, ...said } = problem.data.error
  return isErrorCode(code) ? new Refusal(code, { message, said }) : new Refusal(byStatus(response.status))
}
