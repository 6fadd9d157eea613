import { z } from 'zod'
import type { Failure } from '../../lib/failure.ts'
import type { TotpOffer } from './auth-shapes.ts'

const offerSchema = z.object({ uri: z.string(), secret: z.string() })

/** The key that the companion hands out with TOTP_ENROLMENT_REQUIRED. */
export const offeredTotp = (failure: Failure): TotpOffer | undefined =>
  offerSchema.safeParse(failure.refusal['totp']).data
