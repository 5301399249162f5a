// The machine's door: what programs of others may call, with their keys, and the authorization server that gives them tokens.
import { laterBy, migrate } from '@ruqsat/database'
import { openJobs, reportTo } from '@ruqsat/jobs'
import { API_PATH, DOCUMENT_PATH, SCHEMA, type ApiDeps, type ApiParts } from './deps.ts'
import { mountIdentity, mountOperations } from './http/door.ts'
import { openIdentity } from './identity/identity.ts'
import { mountSignInBy } from './identity/sign-in-by.ts'
import { mountSteps } from './identity/steps.tsx'
import { mountReference } from './pages/reference.tsx'
import { operations } from './routes/index.ts'
import { gather } from './events/gather.ts'
import { deliverDue } from './hooks/deliver.ts'
import { forgetAnswersBefore } from './store/answers.ts'
import { forgetEventsBefore } from './store/events.ts'
import { hookStates, type HookState } from './store/hooks.ts'
import { forgetRecordsBefore } from './store/grants.ts'

export type { ApiDeps } from './deps.ts'
export { readProviders, type IdentityProvider } from './identity/configuration.ts'
export { signInPath } from './identity/sign-in-by.ts'

export const API_SCHEMA = { schema: SCHEMA, folder: new URL('./store/migrations/', import.meta.url) }
/** Of the door: a call that works in one version works in each later one of the same first number. */
export const API_VERSION = '1.1.0'

export type ApiRoom = {
  /** Starts the journal and the web hooks. */
  startWork(): void
  /** One run of the journal and of the web hooks, for tests. */
  workOnce(): Promise<void>
  /** The journal alone. */
  gatherOnce(): Promise<number>
  /** Removes what is older than the journal reaches. */
  forgetOld(): Promise<number>
  /** Web hooks at which nothing arrives, for an administrator. */
  failingHooks(): Promise<readonly HookState[]>
  /** Ends what runs in the background. The routes end with the site. */
  stop(): Promise<void>
}

const SWEEP_EVERY_MS = 60 * 60_000
/** How long news waits for the journal. */
const LOOK_EVERY_MS = 1_000
/** A program that was away for a summer goes on where it was. */
const EVENTS_KEPT_MS = 90 * 24 * 60 * 60_000
const FORGET_AT_ONCE = 500
/** What is over is kept a little: a repeated use of a code is then seen as one. */
const OVER_KEPT_MS = 60 * 60_000

/** Brings up the schema and adds the routes to the site, which must not listen yet. */
export async function startApi(deps: ApiDeps): Promise<ApiRoom> {
  await migrate(deps.database, API_SCHEMA)
  const { sql } = deps.database
  const parts: ApiParts = { deps, identity: openIdentity(deps) }
  // A scope of its own each: the parsers and the problems of one are nothing to the other.
  await deps.site.register(async (app) => mountOperations(parts, app, operations), { prefix: API_PATH })
  await deps.site.register(async (app) => mountIdentity(parts, app))
  await mountSteps(parts, deps.site)
  await mountSignInBy(parts, deps.site)
  await deps.site.register(async (app) => {
    mountReference(app, operations)
    app.get(DOCUMENT_PATH, async (_request, reply) =>
      reply.header('cache-control', 'no-cache').send(await openApiDocument(app.site.origin)),
    )
  })
  const sweep = async () => {
    await forgetRecordsBefore(sql, laterBy(deps.technicalClock, -OVER_KEPT_MS))
    await forgetAnswersBefore(sql, deps.technicalClock.now())
  }
  const forgetOld = () => forgetEventsBefore(sql, laterBy(deps.technicalClock, -EVENTS_KEPT_MS), FORGET_AT_ONCE)
  const sending = { ...deps, origin: deps.site.site.origin }
  const jobs = openJobs(
    {
      sweep: { everyMs: SWEEP_EVERY_MS, run: sweep },
      forget: { everyMs: SWEEP_EVERY_MS, run: forgetOld },
      gather: {
        everyMs: LOOK_EVERY_MS,
        async run() {
          const found = await gather(deps)
          if (found > 0) jobs.wake('deliver')
          return found
        },
      },
      deliver: { everyMs: LOOK_EVERY_MS, run: () => deliverDue(sending) },
    },
    reportTo(deps.log),
  )
  return {
    startWork: () => jobs.start(),
    async workOnce() {
      while ((await gather(deps)) > 0);
      while ((await deliverDue(sending)) > 0);
    },
    gatherOnce: () => gather(deps),
    forgetOld,
    failingHooks: async () =>
      (await hookStates(sql)).filter(({ failingSince, disabledAt, dead }) => failingSince ?? disabledAt ?? dead > 0),
    stop: () => jobs.stop(),
  }
}

/** The OpenAPI document of the door at this address, made from the operations. */
export async function openApiDocument(origin: string): Promise<object> {
  const { documentOf } = await import('./http/document.ts')
  return documentOf(operations, { origin, version: API_VERSION })
}

/** The same as it is kept in `docs/openapi.json`: a line for each call and each shape, so that a change shows where it is. */
export async function openApiText(): Promise<string> {
  const { paths, components, ...head } = (await openApiDocument('https://ruqsat.example.kz')) as {
    readonly paths: Readonly<Record<string, object>>
    readonly components: { readonly schemas: object }
  }
  const lines = (of: object, indent: string) =>
    Object.entries(of).map(([name, value]) => `${indent}${JSON.stringify(name)}: ${JSON.stringify(value)}`)
  const { schemas, ...others } = components
  const ofPaths = Object.entries(paths).map(([path, item]) => `    ${JSON.stringify(path)}: {\n${lines(item, '      ').join(',\n')}\n    }`)
  const ofComponents = [...lines(others, '    '), `    "schemas": {\n${lines(schemas, '      ').join(',\n')}\n    }`]
  const parts = [...lines(head, '  '), `  "paths": {\n${ofPaths.join(',\n')}\n  }`, `  "components": {\n${ofComponents.join(',\n')}\n  }`]
  return `{\n${parts.join(',\n')}\n}\n`
}
