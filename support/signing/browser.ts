// The browser's door: pure functions on WebCrypto and IndexedDB, no framework, no network. They run in Node as well, IndexedDB aside.
export { type Signer, signDetached } from './browser/cms.ts'
export { keepKeys, listKeys, removeKey } from './browser/key-store.ts'
export { type SignedRange, byteRangeProblem, coveredBytes, signPdfByteRange } from './browser/pdf.ts'
export { type Container, openContainer } from './browser/pkcs12.ts'
export { isProblem, type KeyProblem, type KeyProblemCode, KEY_PROBLEMS } from './browser/problems.ts'
export { findSigningKeys, type FoundKeys, readSigningKeys } from './browser/import-key.ts'
export { base64, cryptographyProblem, sha256Hex, type Holder, type SigningAlgorithm, type SigningKey } from './browser/signing-key.ts'
export { type UnsuitableReason, unsuitableReasons, type Wanted } from './browser/suitability.ts'
