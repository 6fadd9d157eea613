/** What can be asked for about a team. */
export const teamWork = {
  noProof: 'the team has to be proven for a ticket first',
  unread: 'Stripe could not be asked',
  credit: 'Give a credit',
  coupon: 'Give a coupon',
  stack: 'Stack onto the live coupon',
  change: 'Change a subscription',
  changeNothing: 'no subscription is running',
  billing: 'Edit who is billed',
  link: 'Purchase link…',
  portal: 'Billing portal…',
  stackNothing: 'no running subscription carries a coupon',
}
