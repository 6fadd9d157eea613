// Guarantee: every procedure of the staff API is answered for exactly the roles that the catalogue of permissions names,
// and one that names no permission doesn't pass this test.
import { describe, expect, test } from 'vitest'
import { PERMISSIONS, type Role, ROLES } from '@countersign/shared/roles'
import { initTRPC } from '@trpc/server'
import { appRouter } from '../../server/app/staff-router.ts'
import type { RequestContext } from '../../server/kernel/context.ts'
import { AppError } from '../../server/kernel/errors.ts'
import { silentLog } from '../../server/kernel/log.ts'
import { router, staffProcedure } from '../../server/kernel/procedures.ts'

interface AnyProcedure {
  readonly _def: { readonly meta?: { readonly permission?: string } }
}
interface AnyRouter {
  readonly _def: { readonly procedures: Readonly<Record<string, unknown>> }
  createCaller(context: RequestContext): unknown
}

/** What a permitted call finds when it goes on to work: nothing. So no call of this test has an effect. */
const emptyKernel = new Proxy({ log: silentLog } as unknown as RequestContext['kernel'], {
  get: (target, name) => {
    if (name === 'log') return target.log
    throw new Error('the kernel was used')
  },
})

const contextOf = (roles: readonly Role[] | null): RequestContext => ({
  kernel: emptyKernel,
  requestId: 'req',
  address: '192.0.2.1',
  staff: roles && {
    kind: 'staff',
    id: 'stf_1',
    name: 'Somebody',
    email: 'somebody@x.example',
    roles,
    sessionId: 'ses_1',
    sessionExpiresAt: 1,
    confirmedAt: null,
    device: null,
  },
})

type Answer = 'SIGN_IN_REQUIRED' | 'FORBIDDEN' | 'let in'

const call = async (api: AnyRouter, path: string, roles: readonly Role[] | null): Promise<Answer> => {
  const procedure = path
    .split('.')
    .reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], api.createCaller(contextOf(roles))) as (
    input?: unknown,
  ) => Promise<unknown>
  try {
    await procedure()
    return 'let in'
  } catch (error) {
    const cause = (error as { cause?: unknown }).cause
    const code = cause instanceof AppError ? cause.code : null
    return code === 'FORBIDDEN' || code === 'SIGN_IN_REQUIRED' ? code : 'let in'
  }
}

/** Read from the table itself, so that a fault in `isPermitted` shows. */
const expected = (permission: string, roles: readonly Role[] | null): Answer => {
  const holders = (PERMISSIONS as Readonly<Record<string, readonly Role[]>>)[permission] ?? []
  if (roles === null) return 'SIGN_IN_REQUIRED'
  return roles.some((role) => holders.includes(role)) ? 'let in' : 'FORBIDDEN'
}

const ASKERS: ReadonlyArray<readonly Role[] | null> = [null, [], ...ROLES.map((role) => [role])]

/** Every way in which an API answers otherwise than the catalogue says; none is what is wanted. */
const findGaps = async (api: AnyRouter): Promise<string[]> => {
  const gaps: string[] = []
  for (const [path, procedure] of Object.entries(api._def.procedures)) {
    const permission = (procedure as AnyProcedure)._def.meta?.permission
    if (permission === undefined || !Object.hasOwn(PERMISSIONS, permission)) {
      gaps.push(`${path} states no permission`)
      continue
    }
    for (const roles of ASKERS) {
      const [wanted, got] = [expected(permission, roles), await call(api, path, roles)]
      if (wanted !== got) gaps.push(`${path} for ${roles?.join() ?? 'nobody'}: ${wanted} expected, ${got}`)
    }
  }
  return gaps
}

describe('the staff API', () => {
  const procedures = Object.keys(appRouter._def.procedures)

  test('answers each role as the catalogue says', async () => {
    expect(await findGaps(appRouter)).toEqual([])
  })

  test('was walked as a whole', () => {
    const slices = new Set(procedures.map((path) => path.split('.')[0]))
    expect([...slices]).toEqual(expect.arrayContaining(['audit', 'mirror', 'search', 'staff', 'system', 'teams']))
    expect(procedures.filter((path) => path.startsWith('staff.'))).toHaveLength(13)
    expect(procedures.length).toBeGreaterThan(20)
  })
})

describe('the walk itself', () => {
  const t = initTRPC.context<RequestContext>().create()
  const denied = (permission: string, roles: Role[]) => roles.map((role) => [permission, role])

  test('finds a procedure that was built around the gate', async () => {
    const broken = router({
      fine: staffProcedure('audit.read').query(() => 'ok'),
      nested: router({ bare: t.procedure.query(() => 'ok') }),
    })
    expect(await findGaps(broken)).toEqual(['nested.bare states no permission'])
  })

  test('finds one that names a permission and doesn’t check it', async () => {
    const lying = t.procedure.meta({ permission: 'audit.read' }).query(() => 'ok')
    const gaps = await findGaps(t.router({ lying }))
    expect(gaps).toHaveLength(ASKERS.length - denied('audit.read', ['auditor', 'admin']).length)
    expect(gaps[0]).toBe('lying for nobody: SIGN_IN_REQUIRED expected, let in')
  })

  test('finds one that names a permission which doesn’t exist', async () => {
    const unknown = t.procedure.meta({ permission: 'money.print' }).query(() => 'ok')
    expect(await findGaps(t.router({ unknown }))).toEqual(['unknown states no permission'])
  })
})
