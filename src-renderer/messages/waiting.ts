export const waiting = {
  several: 'Approvals wait',
  count: (count: number) => (count === 1 ? 'One request waits for you.' : `${count} requests wait for you.`),
}
