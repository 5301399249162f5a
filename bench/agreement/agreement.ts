// Two checkers that share no code, on the same mutated packages: where they differ, and in what.
import { readFile } from 'node:fs/promises'
import { emptyShelf, loadRegulation, type FindingCode, type PackageErrorCode, type PackageFile, type Shelf } from '@ruqsat/law'
import { openRegulations, readPackageFolder } from '@ruqsat/regulations'
import { secondVerdict, type SecondVerdict } from '../../tools/second-checker/index.ts'
import { randomFrom } from '@ruqsat/foundation/testing'
import { slipped, transcribed } from './slips.ts'

/** What both look for. A package that the first refuses for anything else is not compared. */
const LINKS: readonly PackageErrorCode[] = [
  'unknown-next',
  'unknown-unit',
  'unknown-reference',
  'unknown-law',
  'missing-outcome',
  'extra-outcome',
  'duplicate-id',
  'wrong-return',
]
const FLOWS: readonly FindingCode[] = ['unreachable-step', 'no-way-out', 'token-left', 'join-without-split']

export type Agreement = {
  readonly compared: number
  /** How many of them the first calls broken, unsound, too long, with an idle document. */
  readonly seen: Readonly<Record<'broken' | 'unsound' | 'tooLong' | 'idle' | 'sound', number>>
  /** Refused by the first for what the second does not look for. */
  readonly passedOver: number
  readonly differences: readonly string[]
}

export async function agreementOn(count: number, seed: number): Promise<Agreement> {
  const acts = await actsToMutate()
  const random = randomFrom(seed)
  const seen = { broken: 0, unsound: 0, tooLong: 0, idle: 0, sound: 0 }
  const differences: string[] = []
  const kept = new Map<string, unknown>()
  let [compared, passedOver] = [0, 0]
  while (compared < count) {
    const act = random.pick(acts)
    const { slips, files } = slipped(act.files, random)
    const first = firstVerdict(files, act.shelf)
    if (first === null) {
      passedOver += 1
      continue
    }
    compared += 1
    seen[
      first.kind === 'broken'
        ? 'broken'
        : first.unsound.length > 0
          ? 'unsound'
          : first.tooLong.length > 0
            ? 'tooLong'
            : first.idle.length > 0
              ? 'idle'
              : 'sound'
    ] += 1
    const difference = differenceOf(first, secondVerdict(files, kept))
    if (difference !== null) differences.push(`${act.name}: ${slips.join('; ')}: ${difference}`)
  }
  return { compared, seen, passedOver, differences }
}

async function actsToMutate() {
  const { packages } = await openRegulations(new URL('../../regulations/', import.meta.url))
  const acts = packages
    .filter(({ edition }) => edition.regulation.variants.length > 0)
    .map(({ folder, files }) => ({ name: folder, files }))
  const fair = new URL('../../tests/next-act/regulations/2022-saryzhaz-9-fair/', import.meta.url)
  const { files } = await readPackageFolder(fair)
  const general = {
    path: '../general/kz.yaml',
    text: await readFile(new URL('../../regulations/general/kz.yaml', import.meta.url), 'utf8'),
  }
  const own = files.some(({ path }) => path === general.path) ? files : [...files, general]
  return [...acts, { name: '2022-saryzhaz-9-fair', files: own }].map((act) => ({
    name: act.name,
    files: transcribed(act.files),
    shelf: emptyShelf(),
  }))
}

type FirstVerdict =
  | { readonly kind: 'broken'; readonly why: string }
  | { readonly kind: 'loaded'; readonly unsound: readonly string[]; readonly tooLong: readonly string[]; readonly idle: readonly string[] }

function firstVerdict(files: readonly PackageFile[], shelf: Shelf): FirstVerdict | null {
  const loaded = loadRegulation(files, shelf)
  if (loaded.kind === 'broken') {
    const codes = loaded.errors.map(({ code }) => code)
    return codes.some((code) => LINKS.includes(code)) ? { kind: 'broken', why: codes.join() } : null
  }
  const { variants } = loaded.edition.regulation
  const subjects = (...codes: readonly FindingCode[]) =>
    loaded.findings.flatMap(({ code, subject }) => (codes.includes(code) ? [subject] : []))
  return {
    kind: 'loaded',
    unsound: [
      ...new Set(
        subjects(...FLOWS).flatMap((subject) =>
          tablesOf(
            subject,
            variants.map(({ id }) => id),
          ),
        ),
      ),
    ].toSorted(),
    tooLong: subjects('steps-exceed-term').toSorted(),
    idle: subjects('document-not-used').toSorted(),
  }
}

/** `issue+reissue/portal/A1` is in the portal tables of both; `portal/A1` in those of all. */
function tablesOf(subject: string, variants: readonly string[]): readonly string[] {
  const parts = subject.split('/')
  const [owners, table] = parts.length === 3 ? [parts[0]!.split('+'), parts[1]!] : [variants, parts[0]!]
  return owners.map((variant) => `${variant}/${table}`)
}

function differenceOf(first: FirstVerdict, second: SecondVerdict | null): string | null {
  if (second === null) return 'the second cannot read it'
  if (first.kind === 'broken') return second.isResolved && second.unsound.length === 0 ? `broken (${first.why}) and resolved` : null
  if (!second.isResolved) return 'sound names and unresolved'
  const unlike = (name: string, one: readonly string[], other: readonly string[]) =>
    one.join() === other.toSorted().join() ? [] : [`${name}: ${one.join(', ') || 'none'} and ${other.join(', ') || 'none'}`]
  // Of a table that comes to a step twice the first takes the heaviest way out of the loop from any of its steps: an upper bound.
  const isCompared = (variant: string) => ![...second.looping, ...second.unsound].includes(`${variant}/procedure`)
  return (
    [
      ...unlike('unsound', first.unsound, second.unsound),
      ...second.tooLarge.map((name) => `too large: ${name}`),
      ...unlike('too long', first.tooLong.filter(isCompared), second.tooLong.filter(isCompared)),
      ...unlike('idle', first.idle, second.idle),
    ].join('; ') || null
  )
}
