import type { FastifyInstance } from 'fastify'
import type { PolicyOptions } from './security-headers.ts'

const policies = new WeakMap<object, PolicyOptions>()

/** The policy of a site, kept by its `site` object, which all encapsulated instances share. */
export function policyOf(app: FastifyInstance): PolicyOptions {
  return policies.get(app.site) ?? { formActions: [], tls: false }
}

export function keepPolicy(app: FastifyInstance, policy: PolicyOptions): void {
  policies.set(app.site, policy)
}
