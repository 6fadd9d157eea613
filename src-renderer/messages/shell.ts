export const shell = {
  live: 'LIVE',
  test: 'TEST',
  liveSentence: 'Real money moves here',
  testSentence: 'No real money moves here',
  desk: 'Desk',
  health: 'Health',
  search: 'Team, name, e-mail, invoice, code, key ending, any Stripe id',
  openCases: 'Open cases',
  skip: 'Skip to the page',
  healthState: { ok: 'in order', warn: 'needs care', down: 'not working', unknown: 'not known' },
}
