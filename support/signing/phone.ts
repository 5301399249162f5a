// The server's door to signing on a telephone: the service between a page and the application, by its wire.
export * from './phone/service.ts'
