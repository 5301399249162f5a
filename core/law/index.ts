export * from './model.ts'
export * from './steps.ts'
