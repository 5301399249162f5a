// Bytes outside the database, under the digest of what they are.
export { openFiles } from './configuration.ts'
export { folderStore } from './folder.ts'
export { s3Store, type S3Options } from './s3.ts'
export { type FileStore } from './store.ts'
