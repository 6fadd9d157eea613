/** One deliberate break: a module at `at` that imports what `rule` forbids. Targets that are missing are made empty. */
export interface Break {
  readonly rule: string
  readonly at: string
  readonly imports: string
  /** `type` writes a type-only import. */
  readonly kind?: 'type'
}

const slice = 'server/features'

export const BREAKS: readonly Break[] = [
  { rule: 'shared-is-a-leaf', at: 'src-shared/money.ts', imports: 'pino' },
  { rule: 'sandbox-knows-nothing-of-us', at: 'stripe-sandbox/store/a.ts', imports: '../../server/kernel/clock.ts' },
  { rule: 'sandbox-knows-nothing-of-us', at: 'stripe-sandbox/store/b.ts', imports: '../../src-shared/ids.ts' },
  { rule: 'client-knows-only-the-wire', at: 'license-client/client/a.ts', imports: 'zod' },
  { rule: 'client-knows-only-the-wire', at: 'license-client/client/b.ts', imports: '../../src-shared/licenses-api.ts' },
  { rule: 'nobody-embeds-the-client', at: 'server/kernel/h.ts', imports: '../../license-client/index.ts' },
  {
    rule: 'only-the-embedded-start-brings-the-sandbox',
    at: 'server/app/a.ts',
    imports: '../../stripe-sandbox/index.ts',
  },
  { rule: 'only-the-embedded-start-brings-the-sandbox', at: 'src-main/a.ts', imports: '../stripe-sandbox/index.ts' },

  { rule: 'server-knows-no-desktop', at: 'server/kernel/a.ts', imports: '../../src-main/main.ts' },
  { rule: 'server-knows-no-desktop', at: 'server/kernel/b.ts', imports: '../../src-renderer/lib/dates.ts' },
  { rule: 'ports-stand-on-themselves', at: 'server/ports/a.ts', imports: '../kernel/clock.ts' },
  { rule: 'kernel-is-the-floor', at: 'server/kernel/c.ts', imports: '../features/cases/index.ts' },
  { rule: 'features-never-touch-adapters', at: `${slice}/cases/a.ts`, imports: '../../adapters/stripe/read.ts' },
  { rule: 'features-never-touch-adapters', at: `${slice}/cases/b.ts`, imports: '../../app/config.ts' },
  { rule: 'slices-meet-at-the-front-door', at: `${slice}/cases/c.ts`, imports: '../teams/verify-team.ts' },
  { rule: 'app-enters-by-the-doors', at: 'server/app/b.ts', imports: '../features/teams/verify-team.ts' },
  { rule: 'rules-are-pure', at: `${slice}/cases/clock-rules.ts`, imports: '../../kernel/clock.ts' },
  { rule: 'rules-are-pure', at: `${slice}/cases/random-rules.ts`, imports: 'node:crypto' },
  { rule: 'rules-are-pure', at: `${slice}/cases/stored-rules.ts`, imports: './store.ts' },
  { rule: 'edges-never-read-the-store', at: `${slice}/cases/router.ts`, imports: './store.ts' },
  { rule: 'edges-never-read-the-store', at: `${slice}/cases/routes.ts`, imports: './store.ts' },
  { rule: 'only-stores-speak-sql', at: `${slice}/cases/d.ts`, imports: 'kysely' },
  { rule: 'only-the-adapter-speaks-stripe', at: `${slice}/cases/e.ts`, imports: 'stripe' },
  { rule: 'adapters-serve-ports', at: 'server/adapters/stripe/a.ts', imports: '../database/open.ts' },
  { rule: 'only-app-composes', at: 'server/kernel/d.ts', imports: '../adapters/stripe/read.ts' },
  { rule: 'webhooks-only-record', at: `${slice}/webhooks/a.ts`, imports: '../teams/index.ts' },
  { rule: 'nobody-calls-webhooks', at: `${slice}/cases/f.ts`, imports: '../webhooks/index.ts' },
  { rule: 'slices-look-down-1', at: `${slice}/drift/a.ts`, imports: '../reports/index.ts' },
  { rule: 'slices-look-down-2', at: `${slice}/receivables/a.ts`, imports: '../mirror/index.ts' },
  { rule: 'slices-look-down-3', at: `${slice}/invoices/a.ts`, imports: '../receivables/index.ts' },
  { rule: 'slices-look-down-4', at: `${slice}/meters/a.ts`, imports: '../metering/index.ts' },
  { rule: 'slices-look-down-5', at: `${slice}/quotes/a.ts`, imports: '../credits/index.ts' },
  { rule: 'slices-look-down-6', at: `${slice}/subscriptions/a.ts`, imports: '../coupons/index.ts' },
  { rule: 'slices-look-down-7', at: `${slice}/cases/g.ts`, imports: '../subscriptions/index.ts' },
  { rule: 'slices-look-down-8', at: `${slice}/teams/a.ts`, imports: '../approvals/index.ts' },
  { rule: 'slices-look-down-9', at: `${slice}/executions/a.ts`, imports: '../approvals/index.ts' },
  { rule: 'slices-look-down-10', at: `${slice}/staff/a.ts`, imports: '../teams/index.ts' },
  { rule: 'slices-look-down-11', at: `${slice}/audit-log/a.ts`, imports: '../staff/index.ts' },
  { rule: 'slices-look-down-11', at: `${slice}/mail/a.ts`, imports: '../audit-log/index.ts' },
  { rule: 'slices-look-down-11', at: `${slice}/search/a.ts`, imports: '../mail/index.ts' },

  { rule: 'main-stands-alone', at: 'src-main/b.ts', imports: '../server/app/staff-router.ts' },
  { rule: 'main-stands-alone', at: 'src-main/c.ts', imports: '../src-renderer/lib/dates.ts' },
  { rule: 'preload-is-thin', at: 'src-main/preload/a.ts', imports: '../window/place.ts' },
  { rule: 'preload-is-thin', at: 'src-main/preload/b.ts', imports: 'node:fs' },

  { rule: 'renderer-has-no-powers', at: 'src-renderer/app/a.ts', imports: 'electron' },
  { rule: 'renderer-has-no-powers', at: 'src-renderer/app/b.ts', imports: '../../src-main/main.ts', kind: 'type' },
  { rule: 'renderer-has-no-node', at: 'src-renderer/app/c.ts', imports: 'node:path' },
  {
    rule: 'renderer-sees-only-the-router',
    at: 'src-renderer/app/d.ts',
    imports: '../../server/kernel/clock.ts',
    kind: 'type',
  },
  { rule: 'renderer-takes-no-server-values', at: 'src-renderer/app/e.ts', imports: '../../server/app/staff-router.ts' },
  { rule: 'renderer-lib-is-the-floor', at: 'src-renderer/lib/a.ts', imports: '../components/Button.tsx' },
  { rule: 'messages-are-words', at: 'src-renderer/messages/a.ts', imports: '../components/Button.tsx' },
  { rule: 'theme-knows-no-screens', at: 'src-renderer/theme/a.ts', imports: '../app/shell.ts' },
  { rule: 'components-know-no-domain', at: 'src-renderer/components/a.ts', imports: '../features/teams/panel.ts' },
  {
    rule: 'components-know-no-domain',
    at: 'src-renderer/components/b.ts',
    imports: '../../src-shared/features/teams.ts',
  },
  { rule: 'panels-meet-only-on-pages', at: 'src-renderer/features/teams/a.ts', imports: '../search/panel.ts' },
  { rule: 'panels-meet-only-on-pages', at: 'src-renderer/features/teams/b.ts', imports: '../../app/shell.ts' },
  { rule: 'nobody-ships-the-workbench', at: 'src-renderer/app/f.ts', imports: '../workbench/gallery.ts' },

  { rule: 'no-cycles', at: 'server/kernel/one.ts', imports: './one.ts' },
  { rule: 'everything-resolves', at: 'server/kernel/e.ts', imports: 'no-such-package' },
  { rule: 'tests-stay-outside', at: 'server/kernel/f.ts', imports: '../../tests/support/builders.ts' },
  { rule: 'product-needs-no-scripts', at: 'server/kernel/g.ts', imports: '../../scripts/check.ts' },
]

/** What the rules must leave alone; a rule that forbids everything would catch every break too. */
export const ALLOWED: readonly Break[] = [
  { rule: 'slices-look-down', at: `${slice}/subscriptions/fine.ts`, imports: '../teams/index.ts' },
  { rule: 'slices-look-down', at: `${slice}/teams/fine.ts`, imports: '../audit-log/index.ts' },
  { rule: 'rules-are-pure', at: `${slice}/teams/fine-rules.ts`, imports: '../../../src-shared/ids.ts' },
  { rule: 'only-stores-speak-sql', at: `${slice}/teams/store.ts`, imports: 'kysely' },
  { rule: 'only-the-adapter-speaks-stripe', at: 'server/adapters/stripe/fine.ts', imports: 'stripe' },
  {
    rule: 'only-the-embedded-start-brings-the-sandbox',
    at: 'server/app/embedded.ts',
    imports: '../../stripe-sandbox/index.ts',
  },
  {
    rule: 'renderer-sees-only-the-router',
    at: 'src-renderer/lib/fine.ts',
    imports: '../../server/app/staff-router.ts',
    kind: 'type',
  },
  { rule: 'shared-is-a-leaf', at: 'src-shared/times.ts', imports: 'zod' },
  { rule: 'client-knows-only-the-wire', at: 'license-client/client/fine.ts', imports: 'node:crypto' },
]
