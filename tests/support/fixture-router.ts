import { setTimeout as sleep } from 'node:timers/promises'
import { initTRPC, TRPCError, tracked } from '@trpc/server'
import { z } from 'zod'
import { countSignOuts } from './fixture-auth.ts'
import { countLeftExports, exportFrom } from './fixture-export.ts'

interface FixtureContext {
  readonly isStaff: boolean
  readonly method: string
  readonly host: string
}

/** The fields that the product's companion adds; the bridge must hand them on as they are. */
const t = initTRPC.context<FixtureContext>().create({
  isDev: false,
  errorFormatter: ({ shape, error }) => ({
    ...shape,
    data: {
      code: error.message === 'no-session' ? 'SIGN_IN_REQUIRED' : 'FORBIDDEN',
      httpStatus: shape.data.httpStatus,
      path: shape.data.path,
      next: 'Verify the team first.',
      requestId: 'req_fixture',
      retryable: false,
      refusal: { team: 'T-1' },
    },
  }),
})

const staff = t.procedure.use(({ ctx, next }) => {
  if (!ctx.isStaff) throw new TRPCError({ code: 'UNAUTHORIZED', message: 'no-session' })
  return next()
})

const seen = { aborted: 0, subscriptionsEnded: 0, notes: [] as string[] }

const untilAborted = async (signal: AbortSignal | undefined): Promise<never> => {
  await sleep(60_000, undefined, signal ? { signal } : {}).catch(() => {
    seen.aborted += 1
  })
  throw new Error('aborted')
}

export const fixtureRouter = t.router({
  echo: t.procedure
    .input(z.object({ text: z.string() }))
    .query(({ input, ctx }) => ({ text: input.text, method: ctx.method, isStaff: ctx.isStaff })),
  whoAmI: staff.query(() => ({ name: 'Ada' })),
  refused: t.procedure.query(() => {
    throw new TRPCError({ code: 'FORBIDDEN', message: 'The team is not proven for this ticket.' })
  }),
  note: t.procedure.input(z.object({ text: z.string() })).mutation(({ input }) => {
    seen.notes.push(input.text)
    return { count: seen.notes.length }
  }),
  exportGoes: t.procedure
    .input(z.object({ manner: z.enum(['whole', 'cut', 'endless']) }))
    .mutation(({ input }) => exportFrom(input.manner)),
  slow: t.procedure.query(({ signal }) => untilAborted(signal)),
  seen: t.procedure.query(() => ({ ...seen, signOuts: countSignOuts(), leftExports: countLeftExports() })),
  where: t.procedure.query(({ ctx }) => `http://${ctx.host}`),
  environment: t.procedure.query(() => Object.keys(process.env)),
  large: t.procedure.input(z.object({ chars: z.int() })).query(({ input }) => 'x'.repeat(input.chars)),
  crash: t.procedure.mutation(() => {
    process.exit(3)
  }),
  ticks: t.procedure.subscription(async function* ({ signal }) {
    try {
      for (let count = 1; ; count += 1) {
        yield tracked(String(count), { count })
        await sleep(20, undefined, signal ? { signal } : {})
      }
    } finally {
      seen.subscriptionsEnded += 1
      process.stderr.write(`{"fixture-ended":${seen.subscriptionsEnded}}\n`)
    }
  }),
  three: t.procedure.subscription(async function* () {
    yield* [1, 2, 3]
  }),
  staffTicks: staff.subscription(async function* ({ signal }) {
    yield 'first'
    await sleep(60_000, undefined, signal ? { signal } : {}).catch(() => undefined)
  }),
})
