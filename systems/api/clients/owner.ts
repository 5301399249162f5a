import { Fault } from '@ruqsat/foundation'
import type { ApiClient } from '../store/clients.ts'

/** The client behind a scope of a firm: `addClient` gives such a scope to no other. */
export function clientOfFirm(client: ApiClient | null): { readonly id: string; readonly bin: string } {
  if (client?.owner.kind !== 'firm')
    throw new Fault(`Expected a client of a firm behind the scope but it is of ${client?.owner.kind ?? 'nobody'}`)
  return { id: client.id, bin: client.owner.id }
}
