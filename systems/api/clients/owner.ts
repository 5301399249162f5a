import { Fault } from '@ruqsat/foundation'
import type { ApiClient } from '../store/clients.ts'
import type { ClientOwner } from './scopes.ts'

/** The client behind a scope of a firm: `addClient` gives such a scope to no other. */
export function clientOfFirm(client: ApiClient | null): { readonly id: string; readonly bin: string } {
  if (client?.owner.kind !== 'firm')
    throw new Fault(`Expected a client of a firm behind the scope but it is of ${client?.owner.kind ?? 'nobody'}`)
  return { id: client.id, bin: client.owner.id }
}

/** The client behind a scope that firms and authorities have. */
export function clientOfSomebody(client: ApiClient | null): {
  readonly id: string
  readonly owner: Exclude<ClientOwner, { kind: 'nobody' }>
} {
  if (client === null || client.owner.kind === 'nobody')
    throw new Fault('Expected a client of a firm or of an authority behind the scope but it is nobody’s')
  return { id: client.id, owner: client.owner }
}
