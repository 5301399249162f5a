// The server's door: components for the pages, the bundles, and their serving. What runs in the browser is behind `./browser`.
export * from './props.ts'
export type * from './challenge.ts'
export { KeyImport } from './pages/key-import.tsx'
export { PhoneWatch } from './pages/phone-watch.tsx'
export { CanSign, PdfSigningPanel, SigningPanel } from './pages/panels.tsx'
export { buildIslands, OLDEST_BROWSERS } from './build.ts'
export { islandsPlugin } from './serve.ts'
