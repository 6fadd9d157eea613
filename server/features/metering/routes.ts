import { type MeterReport, meterReportSchema } from '@countersign/shared/features/metering'
import type { FastifyInstance } from 'fastify'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { checkCredential } from './check-credential.ts'
import { takeReport } from './take-report.ts'

const BODY_LIMIT_BYTES = 1_048_576
const REPORTS_PER_MINUTE = 60
const MOST_ISSUES = 20

const readReport = (body: unknown): MeterReport => {
  const parsed = meterReportSchema.safeParse(body)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.slice(0, MOST_ISSUES)
  throw new AppError('INPUT_INVALID', {
    data: { issues: issues.map(({ path, message }) => ({ path: path.join('.'), message })) },
  })
}

/** Where counts are reported. Who reports is checked before a byte of the body is read. */
export const registerMeteringRoutes = (app: FastifyInstance, kernel: Kernel): void => {
  app.post(
    '/v1/metering/report',
    {
      bodyLimit: BODY_LIMIT_BYTES,
      config: { rateLimit: { max: REPORTS_PER_MINUTE, timeWindow: '1 minute' } },
      // After the limit per address, and before the body.
      preParsing: async (request, _reply, payload) => {
        const { authorization } = request.headers
        const { id } = await checkCredential(kernel, { authorization, address: request.ip })
        request.meterCredentialId = id
        return payload
      },
    },
    (request) => {
      const origin = { source: 'report', credentialId: request.meterCredentialId ?? null, address: request.ip } as const
      return takeReport(kernel, readReport(request.body), origin)
    },
  )
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Of the reporter, once it was checked. */
    meterCredentialId?: string
  }
}
