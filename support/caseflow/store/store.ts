import { Fault } from '@ruqsat/foundation'
import type { Sql } from '@ruqsat/database'
import { commitStep } from './commit-step.ts'
import { loadCase } from './load-case.ts'
import type { Store } from './model.ts'

export function openStore(sql: Sql, schema: string): Store {
  if (!/^[a-z][a-z0-9_]*$/.test(schema)) throw new Fault(`Expected a schema of small letters but found '${schema}'`)
  return {
    load: (caseId, knownVersion) => loadCase(sql, schema, caseId, knownVersion),
    commit: (step, within) =>
      within === undefined
        ? commitStep(sql, schema, step)
        : sql.begin(async (tx) => {
            const answer = await commitStep(tx, schema, step)
            if (answer.kind === 'committed') await within(tx)
            return answer
          }),
  }
}
