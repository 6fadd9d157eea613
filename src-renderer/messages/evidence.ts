const words = {
  exact: 'exact',
  case: 'case differs',
  other: 'different',
  wrong: 'different',
  absent: 'absent',
}

export type EvidenceOutcome = keyof typeof words

export const evidence = { lookedAt: 'Looked at', object: 'Object', value: 'Value found', result: 'Result', words }
