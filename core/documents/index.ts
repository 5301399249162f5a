export * from './request.ts'
export * from './result.ts'
export * from './paper.ts'
export { citation } from './citation.ts'
