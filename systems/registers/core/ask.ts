import { type Answer, isRefusal, parseBIN, parseIIN, type Refusal } from '@ruqsat/foundation'
import type { Registers } from '../contract.ts'
import type { RegisterSource } from './source.ts'

/** A number that cannot exist is not asked for; an answer about another number is an outage, never a person. */
export function careful(source: RegisterSource, timeoutMs: number): Registers {
  return {
    person: (iin) => guarded('iin', parseIIN(iin), () => source.person(iin), timeoutMs),
    legalEntity: (bin) => guarded('bin', parseBIN(bin), () => source.legalEntity(bin), timeoutMs),
  }
}

async function guarded<Field extends string, T extends { readonly [Name in Field]: string }>(
  field: Field,
  number: string | Refusal,
  ask: () => Promise<Answer<T>>,
  timeoutMs: number,
): Promise<Answer<T>> {
  if (isRefusal(number)) return { kind: 'refused', refusal: { ...number, field } }
  const late = Promise.withResolvers<Answer<T>>()
  const timer = setTimeout(late.resolve, timeoutMs, outage(`within ${timeoutMs} ms but none came`))
  const answer = await Promise.race([(async () => ask())(), late.promise]).catch((error: Error) =>
    outage(`but the question failed: ${error.name}`),
  )
  clearTimeout(timer)
  return answer.kind === 'found' && answer.value[field] !== number
    ? outage('about the number that was asked for but it answered about another')
    : answer
}

const outage = (what: string) => ({ kind: 'outage', reason: `Expected an answer of the register ${what}` }) as const
