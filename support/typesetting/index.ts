export { openTypesetter, qrRows, type Typesetter } from './typesetter.ts'
export { lintPdf } from './lint.ts'
