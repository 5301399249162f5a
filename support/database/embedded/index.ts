// The PostgreSQL that comes along where no DATABASE_URL is given.
export { type EmbeddedOptions, type EmbeddedServer, startEmbeddedServer, stopEmbeddedServer } from './server.ts'
