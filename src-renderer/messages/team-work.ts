/** What can be asked for about a team. */
export const teamWork = {
  noProof: 'the team has to be proven for a ticket first',
  credit: 'Give a credit',
}
