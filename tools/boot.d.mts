/** What tests and benchmarks that start the one process themselves need to start it as `npm start` does. */
export declare const FRUGAL_FLAGS: readonly string[]
export declare const FRUGAL_ENV: Readonly<Record<string, string>>
