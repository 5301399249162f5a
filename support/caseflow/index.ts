export * from './host.ts'
