// Slips in the tables and variants of a package: rows that lead elsewhere, steps that are gone, splits and joins where there were none, other
// times, documents that prove something else. One to three at once, by a seed.
import { parse } from 'yaml'
import type { PackageFile } from '@ruqsat/law'
import type { SeededRandom } from '@ruqsat/foundation/testing'

type Row = { to: string; when?: string }
type TimedStep = {
  id: string
  action: string
  unit: string
  next: Row[]
  splits?: boolean
  joins?: boolean
  waitsFor?: string[]
  returnTo?: string
  time?: { duration: { amount: number; unit: string } }
}
type TableText = { steps: TimedStep[] }
type Entry = { id: string; proves?: string[]; source: { act: string } }
type VariantText = {
  documents: Entry[]
  requirements: Entry[]
  grounds: Entry[]
  form: Entry
  term?: { duration: { amount: number; unit: string } }
}
type Slip<Text> = (text: Text, random: SeededRandom) => string | null

/** The package with nothing offered: what is transcribed only is held to the same properties, and to no more. Tables and variants are in JSON, which is YAML too. */
export function transcribed(files: readonly PackageFile[]): readonly PackageFile[] {
  return files.map((file) => {
    if (!/^(views|variants|procedure)\//.test(file.path)) return file
    const own = file.path.startsWith('procedure/') ? {} : { offered: false }
    return { path: file.path, text: JSON.stringify({ ...(parse(file.text) as object), ...own }) }
  })
}

/** The slips that were made, in words, and the files with them. */
export function slipped(
  files: readonly PackageFile[],
  random: SeededRandom,
): { readonly slips: readonly string[]; readonly files: readonly PackageFile[] } {
  const slips: string[] = []
  let all = files
  for (let left = 1 + random.whole(3); left > 0;) {
    const file = random.pick(all.filter(({ path }) => /^(views|procedure|variants)\//.test(path)))
    const value = JSON.parse(file.text) as TableText & VariantText
    const slip = file.path.startsWith('variants/') ? random.pick(IN_VARIANTS)(value, random) : random.pick(IN_TABLES)(value, random)
    if (slip === null) continue
    slips.push(`${file.path} ${slip}`)
    all = all.map((each) => (each === file ? { path: file.path, text: JSON.stringify(value) } : each))
    left -= 1
  }
  return { slips, files: all }
}

const stepOf = ({ steps }: TableText, random: SeededRandom): TimedStep => random.pick(steps)
const idIn = ({ steps }: TableText, random: SeededRandom): string => random.pick([...steps.map(({ id }) => id), 'end'])

const IN_TABLES: readonly Slip<TableText>[] = [
  (table, random) => {
    const step = stepOf(table, random)
    const row = random.pick(step.next)
    row.to = random.whole(30) === 0 ? 'nowhere' : idIn(table, random)
    return `${step.id}: leads to ${row.to}`
  },
  (table, random) => {
    const step = stepOf(table, random)
    if (step.next.length < 2) return null
    step.next.splice(random.whole(step.next.length), 1)
    return `${step.id}: one row less`
  },
  (table, random) => {
    const step = stepOf(table, random)
    step.next.push({ to: idIn(table, random) })
    if (random.whole(4) > 0) step.splits = true
    return `${step.id}: one row more, splits ${step.splits === true}`
  },
  (table, random) => {
    const step = stepOf(table, random)
    step.splits = step.splits !== true
    if (step.splits && random.whole(2) === 0) step.next.push({ to: idIn(table, random) })
    return `${step.id}: splits ${step.splits}`
  },
  (table, random) => {
    const step = stepOf(table, random)
    step.joins = step.joins !== true
    return `${step.id}: joins ${step.joins}`
  },
  (table, random) => {
    const joins = table.steps.filter((step) => step.joins === true)
    if (joins.length === 0) return null
    const join = random.pick(joins)
    join.waitsFor = [random.pick(table.steps).id]
    return `${join.id}: waits for ${join.waitsFor}`
  },
  (table, random) => {
    const step = stepOf(table, random)
    if (step.time === undefined) return null
    step.time.duration = { amount: 1 + random.whole(20), unit: random.pick(['minutes', 'hours', 'workingDays', 'calendarDays']) }
    return `${step.id}: ${JSON.stringify(step.time.duration)}`
  },
  (table, random) => {
    const deciding = table.steps.filter(({ action }) => random.whole(8) === 0 || ['signResult', 'approve'].includes(action))
    if (deciding.length === 0) return null
    const step = random.pick(deciding)
    step.returnTo = idIn(table, random)
    return `${step.id}: returns to ${step.returnTo}`
  },
  (table, random) => {
    if (table.steps.length < 3 || random.whole(3) > 0) return null
    const [gone] = table.steps.splice(random.whole(table.steps.length), 1)
    return `${gone!.id}: gone`
  },
  (table, random) => {
    if (random.whole(5) > 0) return null
    const step = stepOf(table, random)
    step.unit = 'nobody'
    return `${step.id}: of nobody`
  },
]

const IN_VARIANTS: readonly Slip<VariantText>[] = [
  (variant, random) => {
    if (variant.documents.length === 0) return null
    const slot = random.pick(variant.documents)
    if (random.whole(2) === 0) delete slot.proves
    else slot.proves = [random.pick([...variant.requirements, ...variant.grounds, { id: 'nothing' }]).id]
    return `${slot.id}: proves ${slot.proves}`
  },
  (variant, random) => {
    if (variant.requirements.length === 0 || random.whole(3) > 0) return null
    const [gone] = variant.requirements.splice(random.whole(variant.requirements.length), 1)
    return `${gone!.id}: no requirement`
  },
  (variant, random) => {
    if (variant.grounds.length < 2 || random.whole(3) > 0) return null
    const [gone] = variant.grounds.splice(random.whole(variant.grounds.length), 1)
    return `${gone!.id}: no ground`
  },
  (variant, random) => {
    if (variant.term === undefined) return null
    variant.term.duration = { amount: 1 + random.whole(12), unit: random.pick(['hours', 'workingDays']) }
    return `term: ${JSON.stringify(variant.term.duration)}`
  },
  (variant, random) => {
    if (random.whole(4) > 0) return null
    const slot = random.pick([...variant.requirements, ...variant.grounds, ...variant.documents, variant.form])
    slot.source.act = 'no-such-law'
    return `${slot.id}: cites no law`
  },
]
