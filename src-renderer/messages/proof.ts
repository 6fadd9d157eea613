const words = {
  proven: 'Proven',
  ambiguous: 'Ambiguous',
  weak: 'Weak',
  conflict: 'Conflict',
  unknown: 'Unknown',
  unverified: 'Unverified',
  none: 'Not proven',
}

export type ProofState = keyof typeof words

export const proof = {
  words,
  region: 'Proof of identity',
  evidence: 'Evidence',
  left: (time: string) => `${time} left`,
  endsSoon: (time: string) => `ends in ${time}, verify again before you ask`,
}
