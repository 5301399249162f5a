// Where the twin is, and what it needs.
import type { ZoneRules } from '@ruqsat/clock'
import type { Database, InstallationMode } from '@ruqsat/database'
import type { FastifyInstance } from 'fastify'

/** Without the language: the page; behind it and a name, where a web hook of that name is sent. */
export const HOOK_TWIN_PATH = '/hook-twin'
export const RECEIVER_NAME = /^[a-z0-9][a-z0-9-]{0,39}$/

export type HookTwinDeps = {
  readonly mode: InstallationMode
  readonly database: Database
  /** The bank's site, which does not listen yet. */
  readonly site: FastifyInstance
  /** In which instants are shown. */
  readonly zone: ZoneRules
  /** Where the sandbox's page is. */
  readonly portalOrigin: string
}
