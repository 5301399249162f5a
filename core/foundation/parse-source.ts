import { Fault } from './errors.ts'
import { PASSAGE_FORMS, PASSAGE_KEYS, type Certainty, type Passage, type Source } from './source.ts'

const CERTAINTIES: readonly string[] = ['stated', 'found', 'assumed'] satisfies Certainty[]

/** Reads a source of a file that is no package (a package's own come through its schema). Throws a Fault that names the place. */
export function parseSource(json: unknown, at: string): Source {
  const { act, certainty, note, also, ...passage } = recordAt(json, at)
  if (typeof act !== 'string' || act === '') throw new Fault(`Expected the id of an act or law at ${at}.act but found ${String(act)}`)
  if (typeof certainty !== 'string' || !CERTAINTIES.includes(certainty))
    throw new Fault(`Expected ${CERTAINTIES.join(', ')} at ${at}.certainty but found ${String(certainty)}`)
  if (note !== undefined && typeof note !== 'string') throw new Fault(`Expected a text at ${at}.note`)
  if (also !== undefined && !Array.isArray(also)) throw new Fault(`Expected a list at ${at}.also`)
  return {
    act,
    ...parsePassage(passage, at),
    ...(also !== undefined && { also: also.map((each, row) => parsePassage(each, `${at}.also[${row}]`)) }),
    certainty: certainty as Certainty,
    ...(note !== undefined && { note }),
  }
}

function parsePassage(json: unknown, at: string): Passage {
  const passage = recordAt(json, at)
  for (const [key, value] of Object.entries(passage)) {
    const form: string | undefined = PASSAGE_FORMS[key as keyof Passage]
    if (form === undefined) throw new Fault(`Expected ${PASSAGE_KEYS.join(', ')} at ${at} but found ${key}`)
    if (typeof value !== 'string' || !new RegExp(form).test(value))
      throw new Fault(`Expected a text of the form ${form} at ${at}.${key} but found ${String(value)}`)
  }
  if (Object.keys(passage).length === 0) throw new Fault(`Expected where in the act (${PASSAGE_KEYS.join(', ')}) at ${at}`)
  return passage
}

function recordAt(json: unknown, at: string): Readonly<Record<string, unknown>> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new Fault(`Expected names with values at ${at}`)
  return json as Readonly<Record<string, unknown>>
}
