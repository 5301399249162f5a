/** Comes without types; the tests use its client alone. */
declare module 'strong-soap' {
  export const soap: {
    createClient(wsdl: string, options: object, done: (error: Error | null, client: unknown) => void): void
  }
}
