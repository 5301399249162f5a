// The server's door: components for the pages, the bundles, and their serving. What runs in the browser is behind `./browser`.
export * from './props.ts'
export type * from './challenge.ts'
export { CanSign } from './pages/can-sign.tsx'
export { KeyImport } from './pages/key-import.tsx'
export { SigningPanel } from './pages/signing-panel.tsx'
export { PdfSigningPanel } from './pages/pdf-signing-panel.tsx'
export { buildIslands, OLDEST_BROWSERS } from './build.ts'
export { islandsPlugin } from './serve.ts'
