import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { ConfigError, loadConfig } from '../../../server/app/config.ts'

const folder = mkdtempSync(join(tmpdir(), 'countersign-config-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const GOOD = {
  COUNTERSIGN_DATABASE_URL: 'sqlite:/var/lib/countersign/desk.sqlite',
  COUNTERSIGN_STRIPE_KEY: 'rk_test_abc123',
  COUNTERSIGN_SECRET: 'a-secret-of-at-least-thirty-two-characters',
}

const problemsOf = (env: Record<string, string>): readonly string[] => {
  try {
    loadConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

describe('configuration', () => {
  test('names a page for customers to return to, or there are no links', () => {
    const page = 'https://loomfield.example/billing'
    expect(loadConfig({ ...GOOD, COUNTERSIGN_LINK_RETURN_URL: page }).config.settings.linkReturnUrl).toBe(page)
    expect(loadConfig(GOOD).config.settings.linkReturnUrl).toBeNull()
    expect(problemsOf({ ...GOOD, COUNTERSIGN_LINK_RETURN_URL: 'javascript:alert(1)' })).toEqual([
      'COUNTERSIGN_LINK_RETURN_URL: has to be an http or https address',
    ])
  })

  test('mail needs a server and a sender, both or neither, and tells its password to nobody', () => {
    const url = 'smtps://desk:hunter2@mail.loomfield.example'
    const from = 'Countersign <desk@loomfield.example>'
    const { config, secrets } = loadConfig({ ...GOOD, COUNTERSIGN_SMTP_URL: url, COUNTERSIGN_MAIL_FROM: from })
    expect([config.settings.mailFrom, secrets.smtpUrl]).toEqual([from, url])
    expect(JSON.stringify(config)).not.toContain('hunter2')
    expect(loadConfig(GOOD).config.settings.mailFrom).toBeNull()
    expect(problemsOf({ ...GOOD, COUNTERSIGN_SMTP_URL: url })).toEqual(['COUNTERSIGN_MAIL_FROM: is missing'])
    expect(problemsOf({ ...GOOD, COUNTERSIGN_MAIL_FROM: from })).toEqual(['COUNTERSIGN_SMTP_URL: is missing'])
    for (const bad of ['Desk <a@b>, Eve <e@v>', 'Desk <a@b>\nBcc: e@v', 'nobody', '<>']) {
      expect(problemsOf({ ...GOOD, COUNTERSIGN_SMTP_URL: url, COUNTERSIGN_MAIL_FROM: bad })).toHaveLength(1)
    }
    expect(problemsOf({ ...GOOD, COUNTERSIGN_SMTP_URL: 'https://mail.example', COUNTERSIGN_MAIL_FROM: from })).toEqual([
      'COUNTERSIGN_SMTP_URL: has to be an smtp or smtps address',
    ])
  })

  test('tenants are run in one place, with its key, over https unless it is a neighbour; the key is told to nobody', () => {
    const url = 'https://tenants.loomfield.example/orders'
    const secret = `whsec_${'A'.repeat(32)}`
    const good = {
      ...GOOD,
      COUNTERSIGN_TENANT_CALLBACK_URL: url,
      COUNTERSIGN_TENANT_CALLBACK_SECRETS: `${secret},${secret}`,
    }
    const { config, secrets } = loadConfig({ ...good, COUNTERSIGN_TENANT_PLANS: 'price_1, prod_2' })
    expect(config.provisioner).toEqual({ kind: 'http-callback', url, timeoutMs: 10_000, allowsPrivate: false })
    expect(config.settings.tenants).toEqual({
      provisioner: 'http-callback',
      provisionerHost: 'tenants.loomfield.example',
      plans: ['price_1', 'prod_2'],
      pastDueDays: 14,
      archiveDays: 90,
    })
    expect(secrets.provisioner.callbackSecrets).toEqual([secret, secret])
    expect(JSON.stringify(config)).not.toContain(secret)
    expect(loadConfig(GOOD).config).toMatchObject({ provisioner: null })
    expect(loadConfig(GOOD).config.settings).not.toHaveProperty('tenants')

    const stack = { COUNTERSIGN_TENANT_STACK_URL: 'http://stack.internal', COUNTERSIGN_TENANT_STACK_KEY: 'k' }
    expect(problemsOf({ ...GOOD, ...stack })).toEqual(['COUNTERSIGN_TENANT_STACK_URL: has to be an https address'])
    expect(problemsOf({ ...GOOD, ...stack, COUNTERSIGN_TENANT_PRIVATE_ADDRESSES: 'on' })).toEqual([])
    expect(problemsOf({ ...good, ...stack })).toEqual([
      'COUNTERSIGN_TENANT_CALLBACK_URL and COUNTERSIGN_TENANT_STACK_URL: set only one of them',
    ])
    expect(problemsOf({ ...GOOD, COUNTERSIGN_TENANT_CALLBACK_URL: url })).toEqual([
      'COUNTERSIGN_TENANT_CALLBACK_SECRETS: is missing',
    ])
    expect(problemsOf({ ...GOOD, COUNTERSIGN_TENANT_STACK_KEY: 'k' })).toEqual([
      'COUNTERSIGN_TENANT_STACK_URL: is missing',
    ])
    expect(problemsOf({ ...good, COUNTERSIGN_TENANT_CALLBACK_SECRETS: 'whsec_short' })).toEqual([
      'COUNTERSIGN_TENANT_CALLBACK_SECRETS: has to be whsec_ and at least 32 characters of base64',
    ])
  })

  test('counts are pulled from one place, signed and over https; the band is configuration', () => {
    const secret = `whsec_${'A'.repeat(32)}`
    const url = 'https://counts.loomfield.example/usage'
    const good = { ...GOOD, COUNTERSIGN_METERING_PULL_URL: url, COUNTERSIGN_METERING_PULL_SECRETS: secret }
    const { config, secrets } = loadConfig({ ...good, COUNTERSIGN_METERING_JUMP_FACTOR: '10' })
    expect(config.pull).toEqual({ kind: 'http-callback', url, timeoutMs: 10_000, allowsPrivate: false })
    expect(config.settings.metering).toEqual({
      band: { factor: 10, floor: 100 },
      pull: { kind: 'http-callback', host: 'counts.loomfield.example', everyMinutes: 60 },
    })
    expect(secrets.pullSecrets).toEqual([secret])
    expect(JSON.stringify(config)).not.toContain(secret)
    expect(loadConfig(GOOD).config).toMatchObject({
      pull: null,
      settings: { metering: { band: { factor: 3, floor: 100 }, pull: null } },
    })
    expect(problemsOf({ ...GOOD, COUNTERSIGN_METERING_PULL_URL: 'http://counts.internal' })).toEqual([
      'COUNTERSIGN_METERING_PULL_SECRETS: is missing',
      'COUNTERSIGN_METERING_PULL_URL: has to be an https address',
    ])
    expect(problemsOf({ ...good, COUNTERSIGN_METERING_PULL_STACK: 'on' })).toEqual([
      'COUNTERSIGN_METERING_PULL_URL and COUNTERSIGN_METERING_PULL_STACK: set only one of them',
      'COUNTERSIGN_TENANT_STACK_URL: is missing',
    ])
    expect(problemsOf({ ...GOOD, COUNTERSIGN_METERING_PULL_SECRETS: secret })).toEqual([
      'COUNTERSIGN_METERING_PULL_URL: is missing',
    ])
  })

  test('the least that is needed, with defaults', () => {
    const { config } = loadConfig(GOOD)
    expect(config).toMatchObject({
      listen: { host: '127.0.0.1', port: 4870 },
      publicUrl: 'http://127.0.0.1:4870',
      settings: {
        mode: 'TEST',
        teamKeys: ['team', 'tenant-id'],
        stripeHost: 'api.stripe.com',
      },
    })
  })

  test('a live key makes it LIVE', () => {
    expect(loadConfig({ ...GOOD, COUNTERSIGN_STRIPE_KEY: 'sk_live_abc' }).config.settings.mode).toBe('LIVE')
  })

  test('an IPv6 address to listen on', () => {
    const { config } = loadConfig({ ...GOOD, COUNTERSIGN_LISTEN: '[::1]:4871' })
    expect(config.listen).toEqual({ host: '::1', port: 4871 })
    expect(config.publicUrl).toBe('http://[::1]:4871')
  })

  test('every bad key is named at once, and no value is ever in the message', () => {
    const bad = {
      COUNTERSIGN_DATABASE_URL: 'mysql://user:hunter2@host/db',
      COUNTERSIGN_STRIPE_KEY: 'pk_test_publishable',
      COUNTERSIGN_LISTEN: 'nowhere:99999',
      COUNTERSIGN_SECRET: 'too-short-a-secret',
    }
    const problems = problemsOf(bad)
    expect(new Set(problems.map((line) => line.split(':')[0]))).toEqual(new Set(Object.keys(bad)))
    expect(problems).toHaveLength(4)
    for (const value of ['hunter2', 'pk_test', '99999', 'too-short']) expect(problems.join('\n')).not.toContain(value)
  })

  test('what is missing is said to be missing', () => {
    expect(problemsOf({})).toContain('COUNTERSIGN_STRIPE_KEY: is missing')
  })

  test('a misspelt key is named', () => {
    expect(problemsOf({ ...GOOD, COUNTERSIGN_PUBLIC_URI: 'https://desk.example' })).toEqual([
      'COUNTERSIGN_PUBLIC_URI: no such setting',
    ])
  })

  test('the secret may lie in a file, but not in both places', () => {
    const file = join(folder, 'secret')
    writeFileSync(file, 'another-secret-of-at-least-thirty-two-characters\n')
    const { COUNTERSIGN_SECRET: _, ...rest } = GOOD
    expect(loadConfig({ ...rest, COUNTERSIGN_SECRET_FILE: file }).secrets.secret).toMatch(/^another/)
    expect(problemsOf({ ...GOOD, COUNTERSIGN_SECRET_FILE: file })).toHaveLength(1)
    expect(problemsOf({ ...rest, COUNTERSIGN_SECRET_FILE: join(folder, 'none') })).toEqual([
      'COUNTERSIGN_SECRET_FILE: that file could not be read',
    ])
  })

  test('half an identity provider is refused', () => {
    expect(problemsOf({ ...GOOD, COUNTERSIGN_OIDC_ISSUER: 'https://id.example' })).toEqual([
      'COUNTERSIGN_OIDC_CLIENT_ID: is missing',
    ])
  })

  test('nothing secret is in the part that may be printed', () => {
    const { config } = loadConfig({ ...GOOD, COUNTERSIGN_METRICS_TOKEN: 'metrics-token-123456' })
    const printed = JSON.stringify(config)
    for (const value of ['rk_test_abc123', GOOD.COUNTERSIGN_SECRET, 'metrics-token', 'sqlite:/']) {
      expect(printed).not.toContain(value)
    }
  })
})
