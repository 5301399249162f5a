import { Fault } from '@ruqsat/foundation'
import type { Sql } from '@ruqsat/database'
import { commitSteps } from './commit-steps.ts'
import { loadCase } from './load-case.ts'
import type { Store } from './model.ts'
import { sentStep } from './sent-step.ts'
import { openTogether, type SendSteps } from './together.ts'

export function openStore(sql: Sql, schema: string): Store {
  if (!/^[a-z][a-z0-9_]*$/.test(schema)) throw new Fault(`Expected a schema of small letters but found '${schema}'`)
  const send: SendSteps = (steps, isPatient) => commitSteps(sql, schema, steps, isPatient)
  // What takes numbers or writes rows of the host may wait for others' rows; nobody else waits with it.
  const [plain, waiting] = [openTogether(send), openTogether(send)]
  return {
    load: (caseId, knownVersion) => loadCase(sql, schema, caseId, knownVersion),
    commit: (step, within) => {
      const sent = sentStep(step)
      if (within === undefined) return step.numbers.length > 0 || step.host !== null ? waiting(sent) : plain(sent)
      return sql.begin(async (tx) => {
        const [answer] = await commitSteps(tx, schema, [sent], true)
        if (answer!.kind === 'committed') await within(tx)
        return answer!
      })
    },
  }
}
