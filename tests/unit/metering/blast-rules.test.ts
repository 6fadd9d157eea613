import { expect, test } from 'vitest'
import { type BlastTeam, findOver } from '../../../server/features/metering/blast-rules.ts'

const AT = Date.parse('2026-06-10T12:00:00.000Z')

const aTeam = (teamId: string, used: Record<string, number>, others: BlastTeam['others'] = []): BlastTeam => ({
  teamId,
  customerStripeId: `cus_${teamId}`,
  others,
  usage: new Map(Object.entries(used).map(([key, value]) => [key, { value, measuredAt: AT }])),
})

const shown = (teams: readonly BlastTeam[]) =>
  findOver({ 'max-end-devices': 100, 'max-users': 0 }, teams).map(
    ({ teamId, limit, allowed, used, over }) => `${teamId} ${limit} ${used}/${allowed} ${over}`,
  )

test('who is over stands first by how much, what nobody counted is unknown and not zero, who fits isn’t named', () => {
  expect(
    shown([
      aTeam('fits', { 'end-devices': 100, users: 0 }),
      aTeam('over', { 'end-devices': 101, users: 7 }),
      aTeam('unknown', { 'end-devices': 5 }),
      aTeam('nothing', {}),
      aTeam('far', { 'end-devices': 1100, users: 0 }),
    ]),
  ).toEqual([
    'far max-end-devices 1100/100 1000',
    'over max-users 7/0 7',
    'over max-end-devices 101/100 1',
    'nothing max-end-devices null/100 null',
    'nothing max-users null/0 null',
    'unknown max-users null/0 null',
  ])
})

test('another plan of the team counts: the higher limit stands, and one without a limit lifts it', () => {
  const used = { 'end-devices': 600, users: 3 }
  expect(shown([aTeam('two', used, [{ 'max-end-devices': 500, 'max-users': 2 }])])).toEqual([
    'two max-end-devices 600/500 100',
    'two max-users 3/2 1',
  ])
  expect(shown([aTeam('free', used, [{}])])).toEqual([])
})
