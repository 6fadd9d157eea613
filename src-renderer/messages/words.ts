import { plural } from '../lib/numbers.ts'

export const common = {
  back: 'Back',
  cancel: 'Cancel',
  close: 'Close',
  columns: 'Columns',
  confirm: 'Confirm',
  copied: (what: string) => `${what} copied`,
  copyFailed: (what: string) => `${what} could not be copied: the clipboard is closed to this window`,
  copy: (what: string) => `Copy ${what}`,
  filter: 'Filter',
  loading: 'Loading',
  none: '–',
  nothing: 'none',
  notYet: (reason: string) => `Not possible: ${reason}`,
  optional: 'optional',
  tooShort: 'it needs a sentence',
  remove: (what: string) => `Remove ${what}`,
  waiting: (count: number, what: string) => `${what}: ${plural(count, 'waiting', 'waiting')}`,
}
