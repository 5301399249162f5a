// Whatever a writer's slip makes of a package, `regulation check` answers with file and line and never breaks.
// A failing run prints its seed; SEED=<number> repeats it, RUNS=<number> goes on for longer.
import { LANGUAGES } from '@ruqsat/foundation'
import { formatPackageError, type PackageFile } from '@ruqsat/law'
import { checkReport, faultsWithTables, openRegulations } from '@ruqsat/regulations'
import { loadPackage, runScenario, scenariosOf } from '@ruqsat/scenarios'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isCollection, isMap, isScalar, isSeq, parseDocument, visit, type Document, type Node, type Pair } from 'yaml'
import { runsToItsEnd } from '../runs.ts'

const seed = Number(process.env['SEED'] ?? Math.floor(performance.now() * 1e6) % 2 ** 31)
const numRuns = Number(process.env['RUNS'] ?? 40)
console.log(`regulation check over broken packages: SEED=${seed}`)

const { packages, tables } = await openRegulations(new URL('../../regulations/', import.meta.url))

/** A place of a tree that can be changed: an item of a list or a value of a name. */
type Slot = { readonly get: () => unknown; readonly set: (value: unknown) => void; readonly remove: () => void }

function slotsOf(document: Document): readonly Slot[] {
  const slots: Slot[] = []
  visit(document, {
    Pair: (_key, pair: Pair, path) => {
      const map = path.at(-1)
      if (!isMap(map)) return
      slots.push({
        get: () => pair.value,
        set: (value) => void (pair.value = value),
        remove: () => void map.items.splice(map.items.indexOf(pair as never), 1),
      })
    },
    Seq: (_key, list) => {
      list.items.forEach((item) =>
        slots.push({
          get: () => item,
          set: (value) => void list.items.splice(list.items.indexOf(item), 1, value),
          remove: () => void list.items.splice(list.items.indexOf(item), 1),
        }),
      )
    },
  })
  return slots
}

type Change = (slot: Slot, other: Slot, document: Document) => void

const CHANGES: Readonly<Record<string, Change>> = {
  delete: (slot) => slot.remove(),
  nothing: (slot) => slot.set(null),
  'empty text': (slot) => slot.set(''),
  'another type': (slot, _other, document) =>
    slot.set(
      document.createNode(isScalar(slot.get()) ? (typeof (slot.get() as { value: unknown }).value === 'string' ? 7 : 'seven') : 'seven'),
    ),
  'an empty list': (slot, _other, document) => slot.set(document.createNode([])),
  'empty names': (slot, _other, document) => slot.set(document.createNode({})),
  'a huge number': (slot, _other, document) => slot.set(document.createNode(9_999)),
  'a number beyond': (slot, _other, document) => slot.set(document.createNode(1e21)),
  'another word of the file': (slot, other) => slot.set((other.get() as Node | null)?.clone?.() ?? null),
  swap: (slot, other) => {
    const [one, two] = [(slot.get() as Node | null)?.clone?.() ?? null, (other.get() as Node | null)?.clone?.() ?? null]
    slot.set(two)
    if (!isCollection(slot.get() as Node)) other.set(one)
  },
  twice: (slot) => {
    const list = slot.get()
    if (isSeq(list) && list.items.length > 0) list.items.push((list.items[0] as Node).clone())
    else slot.remove()
  },
}

const slip = fc.record({
  package: fc.nat(),
  file: fc.nat(),
  slot: fc.nat(),
  other: fc.nat(),
  change: fc.constantFrom(...Object.keys(CHANGES)),
})

function changed(
  files: readonly PackageFile[],
  slips: readonly (typeof slip extends fc.Arbitrary<infer T> ? T : never)[],
): readonly PackageFile[] {
  return slips.reduce((now, { file, slot, other, change }) => {
    const yaml = now.filter(({ path }) => path.endsWith('.yaml'))
    const chosen = yaml[file % yaml.length]!
    const document = parseDocument(chosen.text)
    const slots = slotsOf(document)
    if (slots.length === 0) return now
    CHANGES[change]!(slots[slot % slots.length]!, slots[other % slots.length]!, document)
    return now.map((each) => (each === chosen ? { path: chosen.path, text: String(document) } : each))
  }, files)
}

/** All that the command does with a package whose files it has read. */
function checked(files: readonly PackageFile[]): void {
  const loaded = loadPackage(files)
  const errors = loaded.kind === 'broken' ? loaded.errors : faultsWithTables(loaded.edition, tables, files, runsToItsEnd)
  for (const error of errors) {
    expect(error.code, formatPackageError(error, 'en')).not.toBe('cannot-be-checked')
    expect(error.line).toBeGreaterThan(0)
    for (const language of LANGUAGES) expect(formatPackageError(error, language)).not.toContain('undefined')
  }
  if (loaded.kind === 'broken') return expect(checkReport('package', { editions: [], findings: [], errors }, 'kk').exitCode).toBe(1)
  if (errors.length > 0) return
  for (const scenario of scenariosOf(files)) runScenario(scenario, { edition: loaded.edition, tables })
}

test('any slip is answered with file and line, and nothing is thrown', { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(fc.array(slip, { minLength: 1, maxLength: 2 }), (slips) => {
      checked(changed(packages[slips[0]!.package % packages.length]!.files, slips))
    }),
    { seed, numRuns },
  )
})

/** What a broken disk or a wrong program makes of a file: signs are lost, doubled or put anywhere. */
const scratch = fc.record({
  package: fc.nat(),
  file: fc.nat(),
  at: fc.nat(),
  drop: fc.nat({ max: 40 }),
  put: fc.string({ unit: 'binary', maxLength: 12 }),
})

test('any sign anywhere is answered too', { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(scratch, ({ package: which, file, at, drop, put }) => {
      const { files } = packages[which % packages.length]!
      const chosen = files[file % files.length]!
      const place = at % (chosen.text.length + 1)
      const text = chosen.text.slice(0, place) + put + chosen.text.slice(place + drop)
      checked(files.map((each) => (each === chosen ? { path: each.path, text } : each)))
    }),
    { seed, numRuns },
  )
})
