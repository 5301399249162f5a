// Bytes of X.690 and what is written in them: read strictly, written shortly, on the server and in the browser.
export * from './read.ts'
export * from './write.ts'
export { isIndefinite, toDefinite } from './ber.ts'
export * from './algorithms.ts'
export * from './name.ts'
export * from './general-name.ts'
export * from './certificate.ts'
export * from './cms.ts'
