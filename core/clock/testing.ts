// For tests of other rooms: a second clock, slow and simple, that shares no code with the first.
export { referenceDue, type Answer } from './tests/reference.ts'
