// Loaded before the house (`--import`): writes each route of each site as it is added, so that no list of ours can leave one out.
import { subscribe } from 'node:diagnostics_channel'
import { appendFileSync } from 'node:fs'

const file = process.env.RUQSAT_ROUTES_FILE

subscribe('fastify.initialization', ({ fastify }) => {
  fastify.addHook('onRoute', ({ method, url }) => {
    // The portal's site is known by its origin when the routes are added.
    appendFileSync(file, `${JSON.stringify({ origin: fastify.site?.origin ?? '', methods: [method].flat(), url })}\n`)
  })
})
