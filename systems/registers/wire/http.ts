import { Fault, readJson, type Answer, type JsonLimits } from '@ruqsat/foundation'
import { plainFact, type RegisterBinding } from '@ruqsat/law'
import type { RegisterFacts } from '../contract.ts'
import { refuseRegister } from '../refusals.ts'
import type { FactsSource } from '../core/source.ts'

type HttpBinding = Extract<RegisterBinding, { readonly adapter: 'http' }>

/** No register's answer about one thing is longer. */
const MAX_BYTES = 1024 * 1024
const LIMITS: JsonLimits = { maxLength: MAX_BYTES, maxDepth: 32, maxValues: 20_000 }
/** The register knows us and does not let us ask this. */
const NOT_ALLOWED = [401, 403]

/**
 * A register with an address: one GET for one question, JSON in the answer. A redirection is an outage, because the key must not go to
 * another address. `key` is read by the caller, so that a file that cannot be read is reported at the start.
 */
export function httpSource(binding: HttpBinding, key: string | null, timeoutMs: number): FactsSource {
  return {
    async ask({ about, asOf, lists }) {
      if (lists === true) return { kind: 'refused', refusal: refuseRegister('register-gives-no-lists') }
      if (asOf !== undefined && !binding.address.includes('{asOf}'))
        return { kind: 'refused', refusal: refuseRegister('register-keeps-no-history') }
      const response = await fetch(binding.address.replace('{about}', () => encodeURIComponent(about)).replace('{asOf}', asOf ?? ''), {
        headers: { accept: 'application/json', ...(key !== null && { [binding.keyHeader]: key }) },
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      })
      if (response.ok) return { kind: 'found', value: factsIn(await jsonOf(response), binding) }
      await response.body?.cancel()
      return statusAnswer(response.status, binding)
    },
  }
}

function statusAnswer(status: number, { absent }: HttpBinding): Answer<RegisterFacts> {
  if ((absent as readonly number[]).includes(status)) return { kind: 'absent' }
  if (NOT_ALLOWED.includes(status)) return { kind: 'refused', refusal: refuseRegister('register-access-denied') }
  return { kind: 'outage', reason: `Expected the register to answer but its status was ${status}` }
}

async function jsonOf(response: Response): Promise<unknown> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of response.body ?? []) {
    bytes += part.length
    if (bytes > MAX_BYTES) throw new Fault(`Expected at most ${MAX_BYTES} bytes of the register but it sends more`)
    parts.push(part)
  }
  const read = readJson(Buffer.concat(parts), LIMITS)
  if (read.kind !== 'read') throw new Fault('Expected JSON of the register but its answer is none')
  return read.value
}

/** A fact that is not where the configuration says is left out: whoever asked reports it missing. */
function factsIn(json: unknown, { about, facts }: HttpBinding): RegisterFacts {
  const found = Object.entries(facts).flatMap(([fact, path]) => {
    const value = at(json, path)
    return value === undefined ? [] : [[fact, value] as const]
  })
  return { about: about === undefined ? null : (at(json, about) ?? ''), facts: Object.fromEntries(found) }
}

/** The plain value at `plot.use.code`, or at `owners.0.iin` in a list. A number that JSON does not carry whole is none: its last digits would be invented. */
function at(json: unknown, path: string): string | undefined {
  let value = json
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = (value as Readonly<Record<string, unknown>>)[name]
  }
  if (typeof value === 'number' && !/^-?\d{1,15}(\.\d+)?$/.test(String(value))) return undefined
  return value === null || ['string', 'number', 'boolean'].includes(typeof value) ? plainFact(value as string) : undefined
}
