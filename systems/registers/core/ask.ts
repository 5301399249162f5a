import { type Answer, isRefusal, parseBIN, parseIIN } from '@ruqsat/foundation'
import type { Registers } from '../contract.ts'
import type { RegisterSource } from './source.ts'

/** A number that cannot exist is not asked for; an answer about another number is an outage, never a person. */
export function careful(source: RegisterSource, timeoutMs: number): Registers {
  return {
    person: async (iin) => {
      const known = parseIIN(iin)
      if (isRefusal(known)) return { kind: 'refused', refusal: { ...known, field: 'iin' } }
      return matching(await guarded(() => source.person(iin), timeoutMs), (person) => person.iin === iin)
    },
    legalEntity: async (bin) => {
      const known = parseBIN(bin)
      if (isRefusal(known)) return { kind: 'refused', refusal: { ...known, field: 'bin' } }
      return matching(await guarded(() => source.legalEntity(bin), timeoutMs), (entity) => entity.bin === bin)
    },
  }
}

function matching<T>(answer: Answer<T>, isAboutIt: (value: T) => boolean): Answer<T> {
  if (answer.kind !== 'found' || isAboutIt(answer.value)) return answer
  return { kind: 'outage', reason: 'Expected an answer about the number that was asked for but the register answered about another' }
}

async function guarded<T>(ask: () => Promise<Answer<T>>, timeoutMs: number): Promise<Answer<T>> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Answer<T>>((resolve) => {
    timer = setTimeout(
      () => resolve({ kind: 'outage', reason: `Expected an answer of the register within ${timeoutMs} ms but none came` }),
      timeoutMs,
    )
  })
  try {
    return await Promise.race([ask(), late])
  } catch (error) {
    return { kind: 'outage', reason: `Expected an answer of the register but the question failed: ${(error as Error).name}` }
  } finally {
    clearTimeout(timer)
  }
}
