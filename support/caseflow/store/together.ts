// Steps of different cases that wait at the same time go to the database in one call. A step that waits for nobody is sent at once; while
// calls are under way, the steps that come gather for the next one. So nobody waits by a watch, and never longer than the call before.
import { Fault } from '@ruqsat/foundation'
import type { SentStep } from './sent-step.ts'
import type { Committed } from './model.ts'

/** More steps in one transaction only make its first one wait longer. */
export const MOST_TOGETHER = 32
/** Calls under way at once: one is decided and sent while PostgreSQL is at the other. */
const LANES = 2

/** `isPatient`: a case that another transaction holds is waited for; else its step is answered `conflict`. */
export type SendSteps = (steps: readonly SentStep[], isPatient: boolean) => Promise<readonly Committed[]>

type Waiting = { readonly step: SentStep; answer(committed: Committed): void; fail(error: unknown): void }

/** Commits one step; what becomes of one says nothing of the others that went with it. */
export function openTogether(send: SendSteps): (step: SentStep) => Promise<Committed> {
  let waiting: Waiting[] = []
  let underWay = 0
  let isGathering = false

  function gather(): void {
    if (isGathering || underWay >= LANES || waiting.length === 0) return
    isGathering = true
    // Those who were woken by the same answer come in the same turn of the loop.
    setImmediate(() => {
      isGathering = false
      while (underWay < LANES && waiting.length > 0) void carry(take())
    })
  }

  /** Of one case one step: the others are for the next call. */
  function take(): readonly Waiting[] {
    const cases = new Set<string>()
    const taken: Waiting[] = []
    const left: Waiting[] = []
    for (const each of waiting) {
      if (taken.length < MOST_TOGETHER && !cases.has(each.step.caseId)) {
        cases.add(each.step.caseId)
        taken.push(each)
      } else left.push(each)
    }
    waiting = left
    return taken
  }

  async function carry(group: readonly Waiting[]): Promise<void> {
    underWay += 1
    try {
      if (group.length === 1) await alone(group[0]!)
      else await together(group)
    } finally {
      underWay -= 1
      gather()
    }
  }

  async function alone({ step, answer, fail }: Waiting): Promise<void> {
    try {
      answer((await send([step], true))[0]!)
    } catch (error) {
      fail(error)
    }
  }

  async function together(group: readonly Waiting[]): Promise<void> {
    let answers: readonly Committed[]
    try {
      answers = await send(
        group.map(({ step }) => step),
        false,
      )
    } catch (error) {
      if (!isRefusedByDatabase(error)) {
        for (const { fail } of group) fail(error)
        return
      }
      // Nothing was written. Whose row it was that the database refused shows when each goes by itself.
      await Promise.all(group.map(alone))
      return
    }
    const again: Waiting[] = []
    for (const [place, each] of group.entries()) {
      const committed = answers[place]!
      if (committed.kind === 'committed') each.answer(committed)
      else again.push(each)
    }
    // Behind the others' version, or only held by somebody at that moment: by itself a step learns which.
    await Promise.all(again.map(alone))
  }

  return (step) =>
    new Promise((answer, fail) => {
      waiting.push({ step, answer, fail })
      gather()
    })
}

/** True where the server itself answered with an error, so the transaction is known to be undone; a lost connection says nothing of it. */
function isRefusedByDatabase(error: unknown): boolean {
  const code = String((error as { code?: unknown } | null)?.code ?? '')
  return !(error instanceof Fault) && /^[0-9A-Z]{5}$/.test(code) && !/^(08|57P)/.test(code)
}
