export const problem = {
  what: 'What',
  money: 'Money',
  next: 'Next',
  errorId: 'Error id',
  moneyWords: { none: 'None moved.', maybe: 'May have moved.', moved: 'Moved.' },
  retry: 'Try again',
}
