export { openTypesetter, qrRows, type Typesetter } from './typesetter.ts'
export { lintPdf } from './lint.ts'
export { diagramPdf, PAPERS, type DiagramPdfOptions, type Paper } from './diagram-pdf.ts'
