// Who may import whom. `tests/house/imports.test.ts` breaks each rule on purpose and sees it caught by name.

const rule = (name, from, to) => ({ name, severity: 'error', from, to })

/** Server slices from the top down: one may import those of lower lines, never its own line's or a higher one's. */
const LEVELS = [
  ['reports', 'drift'],
  ['receivables', 'license-desk', 'mirror'],
  ['invoices', 'links', 'metering', 'instances', 'partners'],
  ['meters'],
  ['quotes', 'coupons', 'credits', 'licenses', 'tenants'],
  ['subscriptions'],
  ['cases'],
  ['teams', 'approvals'],
  ['executions'],
  ['staff'],
  ['audit-log', 'mail', 'search'],
]

const slices = (names) => `^server/features/(${names.join('|')})/`

const levelRules = LEVELS.map((names, level) =>
  rule(
    `slices-look-down-${level + 1}`,
    { path: slices(names) },
    { path: slices(LEVELS.slice(0, level + 1).flat()), pathNot: '^server/features/$1/' },
  ),
)

const server = [
  rule(
    'server-knows-no-desktop',
    { path: '^server/' },
    { path: ['^src-main/', '^src-renderer/', 'node_modules/electron/'] },
  ),
  rule('ports-stand-on-themselves', { path: '^server/ports/' }, { path: '^server/', pathNot: '^server/ports/' }),
  rule('kernel-is-the-floor', { path: '^server/kernel/' }, { path: '^server/', pathNot: '^server/(kernel|ports)/' }),
  rule('features-never-touch-adapters', { path: '^server/features/' }, { path: '^server/(adapters|app)/' }),
  rule(
    'slices-meet-at-the-front-door',
    { path: '^server/features/([^/]+)/' },
    { path: '^server/features/', pathNot: '^server/features/($1/|[^/]+/index[.]ts$)' },
  ),
  rule(
    'app-enters-by-the-doors',
    // A command that must work without a database loads just the parts that it needs.
    { path: '^server/app/', pathNot: '^server/app/commands/' },
    { path: '^server/features/', pathNot: '^server/features/[^/]+/(index|router|routes)[.]ts$' },
  ),
  rule(
    'rules-are-pure',
    { path: '^server/features/([^/]+)/[^/]+-rules[.]ts$' },
    { pathNot: ['^server/features/$1/[^/]+-rules[.]ts$', '^src-shared/'] },
  ),
  rule(
    'edges-never-read-the-store',
    { path: '^server/features/[^/]+/(router|routes)[.]ts$' },
    { path: '^server/features/[^/]+/store[.]ts$' },
  ),
  rule(
    'only-stores-speak-sql',
    {
      path: '^server/',
      pathNot: [
        '/store[.]ts$',
        '^server/adapters/database/',
        '^server/ports/(database[.]ts$|schema/)',
        '^server/kernel/',
      ],
    },
    { path: 'node_modules/kysely/' },
  ),
  rule(
    'only-the-adapter-speaks-stripe',
    { path: '^server/', pathNot: '^server/adapters/stripe/' },
    { path: 'node_modules/stripe/' },
  ),
  rule(
    'adapters-serve-ports',
    { path: '^server/adapters/([^/]+)/' },
    { path: '^server/', pathNot: ['^server/adapters/$1/', '^server/(ports|kernel)/'] },
  ),
  rule(
    'only-app-composes',
    { path: '^server/', pathNot: ['^server/app/', '^server/adapters/'] },
    { path: '^server/adapters/' },
  ),
  rule(
    'webhooks-only-record',
    { path: '^server/features/webhooks/' },
    { path: '^server/features/', pathNot: '^server/features/(webhooks|audit-log)/' },
  ),
  rule(
    'nobody-calls-webhooks',
    { path: '^server/features/', pathNot: '^server/features/webhooks/' },
    { path: '^server/features/webhooks/' },
  ),
  ...levelRules,
]

const desktop = [
  rule('main-stands-alone', { path: '^src-main/' }, { path: '^(src-renderer|server|stripe-sandbox)/' }),
  rule(
    'preload-is-thin',
    { path: '^src-main/preload/' },
    { pathNot: ['^src-main/preload/', '^src-shared/', 'node_modules/electron/'] },
  ),
]

const renderer = [
  rule(
    'renderer-has-no-powers',
    { path: '^src-renderer/' },
    { path: ['^src-main/', '^stripe-sandbox/', 'node_modules/(electron|stripe)/'] },
  ),
  rule(
    'renderer-has-no-node',
    { path: '^src-renderer/', pathNot: '^src-renderer/workbench/' },
    { dependencyTypes: ['core'] },
  ),
  rule(
    'renderer-sees-only-the-router',
    { path: '^src-renderer/' },
    { path: '^server/', pathNot: '^server/app/staff-router[.]ts$' },
  ),
  rule(
    'renderer-takes-no-server-values',
    { path: '^src-renderer/' },
    { path: '^server/', dependencyTypesNot: ['type-only'] },
  ),
  rule(
    'renderer-lib-is-the-floor',
    { path: '^src-renderer/lib/' },
    { path: '^src-renderer/', pathNot: '^src-renderer/(lib|messages)/' },
  ),
  rule(
    'messages-are-words',
    { path: '^src-renderer/messages/' },
    { path: '^src-renderer/', pathNot: '^src-renderer/(messages|lib)/' },
  ),
  rule('theme-knows-no-screens', { path: '^src-renderer/theme/' }, { path: '^src-renderer/(app|features|workbench)/' }),
  rule(
    'components-know-no-domain',
    { path: '^src-renderer/components/' },
    { path: ['^src-renderer/(app|features|workbench)/', '^src-shared/features/'] },
  ),
  rule(
    'panels-meet-only-on-pages',
    { path: '^src-renderer/features/([^/]+)/' },
    { path: '^src-renderer/(app|features)/', pathNot: '^src-renderer/features/$1/' },
  ),
  rule(
    'nobody-ships-the-workbench',
    { path: '^src-', pathNot: '^src-renderer/workbench/' },
    { path: '^src-renderer/workbench/' },
  ),
]

const packages = [
  rule('shared-is-a-leaf', { path: '^src-shared/' }, { pathNot: ['^src-shared/', 'node_modules/zod/'] }),
  rule(
    'sandbox-knows-nothing-of-us',
    { path: '^stripe-sandbox/' },
    { path: ['^(server|src-[^/]+|tests|bench|scripts)/', 'node_modules/@countersign/'] },
  ),
  rule(
    'client-knows-only-the-wire',
    { path: '^license-client/' },
    { pathNot: '^license-client/', dependencyTypesNot: ['core'] },
  ),
  rule('nobody-embeds-the-client', { path: '^(server|src-[^/]+|stripe-sandbox)/' }, { path: '^license-client/' }),
  rule(
    'only-the-embedded-start-brings-the-sandbox',
    { path: '^(server|src-[^/]+)/', pathNot: '^server/app/embedded[.]ts$' },
    { path: '^stripe-sandbox/' },
  ),
]

const everywhere = [
  rule('no-cycles', {}, { circular: true }),
  rule('everything-resolves', {}, { couldNotResolve: true }),
  rule(
    'tests-stay-outside',
    { pathNot: '^(tests|bench|scripts|stripe-sandbox/tests)/' },
    { path: '^(tests|stripe-sandbox/tests)/' },
  ),
  rule(
    'product-needs-no-scripts',
    { path: '^(server|src-[^/]+|stripe-sandbox|license-client)/' },
    { path: '^(scripts|bench)/' },
  ),
]

module.exports = {
  forbidden: [...packages, ...server, ...desktop, ...renderer, ...everywhere],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^out/', '^dist/'] },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['types', 'import', 'node', 'default'] },
  },
}
