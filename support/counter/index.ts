// What an employee does at a counter for who came with papers, in whichever system: the entry along the act's table of the channel.
export { faultOfPower, type CounterRegisters } from './ask.ts'
export type { CounterCases, CounterDesk } from './desk.ts'
export { postEntry, showEntry } from './entry.tsx'
export {
  counterServices,
  EMPTY,
  serviceKey,
  type CounterEmployee,
  type CounterEntry,
  type CounterService,
  type OpenEntry,
} from './model.ts'
export { refuseCounter } from './refusals.ts'
export { postSignature, sendContent } from './sign.tsx'
export { beginEntry, entriesOf, readEntry, writeEntry, type EntryStore } from './store.ts'
export { default as counterTexts } from './texts.yaml'
