import { type DestinationStream, type Logger, pino } from 'pino'

/** Members that may hold a secret or a personal value, wherever they stand in a log line. */
const REDACTED = [
  'token',
  'password',
  'totp',
  'secret',
  'authorization',
  'cookie',
  'email',
  'databaseUrl',
  'stripeKey',
  '*.token',
  '*.password',
  '*.totp',
  '*.secret',
  '*.authorization',
  '*.cookie',
  '*.email',
  'req.headers',
  'err.config',
  'err.headers',
  'err.raw',
]

/** JSON lines on standard output, times in UTC. */
export const createLogger = (level: string, destination?: DestinationStream): Logger => {
  const options = {
    level,
    base: null,
    timestamp: () => `,"at":"${new Date().toISOString()}"`,
    redact: { paths: REDACTED, censor: '[redacted]' },
  }
  return destination ? pino(options, destination) : pino(options)
}
