// What an administrator does with clients from the command line, on the database alone.
import { type Database, technicalClock } from '@ruqsat/database'
import { isRefusal, said, type SaidRefusal } from '@ruqsat/foundation'
import { listClients, type ApiClient } from '../store/clients.ts'
import { addClient, endClient, type AddedClient, type NewApiClient } from './client.ts'

export { API_SCOPES } from './scopes.ts'
export { PEOPLE_REALMS } from '../identity/people.ts'
export type { AddedClient, NewApiClient } from './client.ts'
export type { ApiClient } from '../store/clients.ts'

export type ClientsByCommand = {
  add(wanted: NewApiClient): Promise<AddedClient | SaidRefusal>
  /** Those that work first. */
  list(): Promise<readonly ApiClient[]>
  /** Null where no client of this id works. */
  end(id: string, by: string): Promise<ApiClient | null>
}

/** `authorities`: ids of those that this installation serves. */
export function openClientsByCommand(database: Database, authorities: readonly string[]): ClientsByCommand {
  const deps = { database, technicalClock, authorities }
  return {
    async add(wanted) {
      const added = await addClient(deps, wanted)
      return isRefusal(added) ? said(added, {}) : added
    },
    list: () => listClients(database.sql),
    end: (id, by) => endClient(deps, id, by),
  }
}
