// The words every room shares: texts in three languages, instants and dates as strings, money in
// tiyn, national identifiers, and the only two kinds of error.
export * from './texts.ts'
export { inKazakhCase, isKazakhCase, KAZAKH_CASES, placesWithoutCase, type KazakhCase } from './kazakh.ts'
export * from './time.ts'
export * from './money.ts'
export * from './identifiers.ts'
export * from './errors.ts'
export * from './source.ts'
export * from './json.ts'
