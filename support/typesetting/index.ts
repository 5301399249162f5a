export { openTypesetter, qrRows, type Template, type Typesetter, type TypesetterOptions } from './typesetter.ts'
export { lintPdf } from './lint.ts'
export { diagramPdf, onPaper, PAPERS, type DiagramPdfOptions, type Paper } from './diagram-pdf.ts'
