/** Settling which of several customers a team is. */
export const pick = {
  title: 'Pick one of them',
  aside: 'an approver has to confirm it',
  which: 'Which customer is the team’s?',
  reason: 'Why this one',
  reasonHint: 'For the approver: what shows that it is this customer',
  ask: 'Ask for approval of this pick',
  noChoice: 'no customer is chosen yet',
  noReason: 'the approver needs a sentence',
  notRead: 'the ids are being read',
  notPicked: 'That customer can’t be picked',
  notAsked: 'The pick was not asked for',
}
