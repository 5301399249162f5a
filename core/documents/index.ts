export * from './request.ts'
export * from './result.ts'
export { citation } from './citation.ts'
