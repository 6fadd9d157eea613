/** The frame of the desk: navigation, pages that are missing or broke. */
export const desk = {
  product: 'Countersign',
  pages: {
    verify: 'Verify',
    approvals: 'Approvals',
    cases: 'Cases',
    teams: 'Teams',
    team: 'Team',
    policy: 'Policy',
    coupons: 'Coupons',
    webhooks: 'Webhooks',
    audit: 'Audit',
    staff: 'Staff',
    settings: 'Settings',
  },
  money: 'Money',
  trust: 'Trust',
  goTo: (page: string) => `Go to ${page}`,
  account: 'Your account',
  menu: 'You and this window',
  missing: { title: 'No such page', what: 'There is nothing at this address.', next: 'Go to Verify' },
  broken: {
    title: 'This page broke',
    what: 'Something went wrong while it was shown.',
    next: 'Try again; the other pages still work. If it stays, tell an administrator.',
  },
  notStarted: 'The desk could not start',
}
