import { describe, expect, test } from 'vitest'
import { findDeskLink, parseDeskLink } from '../../../src-main/links/desk-link-rules.ts'
import { allowedExternalUrl } from '../../../src-main/links/external-link-rules.ts'

describe('a deep link', () => {
  test.each([
    ['countersign://team/T-1', { team: 'T-1' }],
    ['countersign://team/4f1c:eu.west_2', { team: '4f1c:eu.west_2' }],
    ['countersign://team/T-1?ticket=SUP-42', { team: 'T-1', ticket: 'SUP-42' }],
    ['countersign://team/T-1?ticket=SUP%2342', { team: 'T-1', ticket: 'SUP#42' }],
    ['countersign://approval/apr_01JZ0000000000000000000000', { approval: 'apr_01JZ0000000000000000000000' }],
  ])('%s opens what it names', (text, link) => {
    expect(parseDeskLink(text)).toEqual(link)
  })

  test.each([
    'countersign://team/',
    'countersign://team/..',
    'countersign://team/../settings',
    'countersign://team/a/b',
    'countersign://team/a%2fb',
    'countersign://team/a b',
    'countersign://team/a\n',
    'countersign://team/a#b',
    'countersign://user@team/a',
    'countersign://team:80/a',
    'countersign://staff/a',
    'countersign://approval/',
    'countersign://approval/apr_1',
    'countersign://approval/apr_01jz0000000000000000000000',
    'countersign://approval/apr_01JZ0000000000000000000000/approve',
    'countersign://approval/apr_01JZ0000000000000000000000?decision=approve',
    'countersign://approval/apr_01JZ0000000000000000000000\n',
    'countersign://approval/T-1',
    'countersign:team/a',
    'COUNTERSIGN://team/a',
    'countersign://team/a?ticket=',
    'countersign://team/a?ticket=1&ticket=2',
    'countersign://team/a?ticket=1&next=https://evil.example',
    'countersign://team/a?Ticket=1',
    'countersign://team/a?ticket=%',
    'countersign://team/a?ticket=%3Cscript%3E',
    `countersign://team/${'a'.repeat(101)}`,
    `countersign://team/a?ticket=${'1'.repeat(65)}`,
    'javascript:alert(1)',
    'https://team/a',
  ])('%j is void', (text) => {
    expect(parseDeskLink(text)).toBeNull()
  })

  test('is found among the arguments of a start; the first one alone counts', () => {
    expect(findDeskLink(['/app', '--flag', 'countersign://team/T-1'])).toEqual({ team: 'T-1' })
    expect(findDeskLink(['/app', 'countersign://evil/x', 'countersign://team/T-1'])).toBeNull()
    expect(findDeskLink(['/app'])).toBeNull()
  })
})

describe('a link out of the desk', () => {
  const known = { hosts: ['help.example.test', 'desk.example.test'], origins: ['http://127.0.0.1:4711'] }
  test.each([
    ['https://stripe.com/docs', 'https://stripe.com/docs'],
    ['https://dashboard.stripe.com/test/customers/cus_1', 'https://dashboard.stripe.com/test/customers/cus_1'],
    ['https://help.example.test/t/42?a=b', 'https://help.example.test/t/42?a=b'],
    ['http://127.0.0.1:4711/invoice.pdf', 'http://127.0.0.1:4711/invoice.pdf'],
  ])('%s may leave', (text, url) => {
    expect(allowedExternalUrl(text, known)).toBe(url)
  })

  test.each([
    'http://stripe.com',
    'http://help.example.test',
    'http://127.0.0.1:4712/',
    'http://localhost:4711/',
    'https://127.0.0.1:4711/',
    'http://user:pw@127.0.0.1:4711/',
    'https://evilstripe.com',
    'https://stripe.com.evil.example',
    'https://stripe.com:8443',
    'https://stripe.com@evil.example',
    'https://user:pw@stripe.com',
    'https://example.com',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'smb://host/share',
    'ms-settings:network',
    'app://main/index.html',
    '//stripe.com',
    'stripe.com',
    '',
  ])('%j may not', (text) => {
    expect(allowedExternalUrl(text, known)).toBeNull()
  })

  test('to any loopback may not where no sandbox runs', () => {
    expect(allowedExternalUrl('http://127.0.0.1:4711/', { hosts: known.hosts, origins: [] })).toBeNull()
  })
})
