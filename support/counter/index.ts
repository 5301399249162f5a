// What an employee does at a counter for who came with papers, in whichever system: the entry along the act's table of the channel.
export type { CounterRegisters } from './registers.ts'
export type { CounterCases, CounterDesk, CounterReceipts } from './desk.ts'
export { postEntry, showEntry } from './entry.tsx'
export { emptied, returnFee, returnFees, type ReturningFees } from './fees.ts'
export {
  counterServices,
  EMPTY,
  openedIn,
  serviceKey,
  type CounterEmployee,
  type CounterEntry,
  type CounterService,
  type OpenEntry,
} from './model.ts'
export { askPower } from './power.ts'
export { submissionOf } from './rules.ts'
export { refuseCounter } from './refusals.ts'
export { postSignature, sendContent } from './sign.tsx'
export { beginEntry, entriesOf, readEntry, sentEntries, writeEntry, type EntryStore } from './store.ts'
export { default as counterTexts } from './texts.yaml'
