// A package as the second checker reads it: by the YAML library alone, from what the guide says. Nothing of the house is imported here or
// in the files next to this one, so that a fault of the first checker is not repeated.
import { parse } from 'yaml'

export type SourceFile = { readonly path: string; readonly text: string }
export type PlainDuration = { readonly amount: number; readonly unit: string }
export type Row = {
  readonly to: string
  readonly when?: string
  readonly within?: { readonly duration: PlainDuration }
  readonly grounds?: readonly string[]
  readonly onlyFor?: readonly string[]
}
export type TableStep = {
  readonly id: string
  readonly shape: string
  readonly unit: string
  readonly action: string
  readonly time?: { readonly duration: PlainDuration }
  readonly next: readonly Row[]
  readonly returnTo?: string
  readonly splits?: boolean
  readonly joins?: boolean
  readonly waitsFor?: readonly string[]
  readonly onlyFor?: readonly string[]
  readonly writing?: { readonly decides?: string }
}
export type ActTable = { readonly name: string; readonly steps: readonly TableStep[] }
export type ActVariant = {
  readonly id: string
  readonly term: PlainDuration | null
  readonly requirements: readonly string[]
  readonly grounds: readonly string[]
  readonly documents: readonly { readonly id: string; readonly required: boolean; readonly proves: readonly string[] }[]
  readonly contradicted: readonly string[]
  /** Grounds that something else names: an objection, a missed correction, silence. */
  readonly named: readonly string[]
  /** Where the silence of the provider leads. */
  readonly silentTo: string | null
  readonly views: readonly ActTable[]
  readonly procedure: ActTable
}
export type Act = {
  readonly units: readonly string[]
  readonly laws: readonly string[]
  readonly cited: readonly string[]
  readonly longestDayMinutes: number
  readonly variants: readonly ActVariant[]
  readonly transcripts: readonly ActTranscript[]
}
/** What the act writes, row by row, about the tables of one channel or the procedure. */
export type ActTranscript = {
  readonly of: string
  readonly variants?: readonly string[]
  readonly rows: readonly { readonly step?: string; readonly unit?: string; readonly next?: readonly { readonly to: string }[] }[]
}

type Named = { readonly id: string }
type OpenDay = {
  readonly opens: string
  readonly closes: string
  readonly breaks: readonly { readonly from: string; readonly to: string }[]
}
type GeneralFile = { readonly laws?: readonly Named[] }
type ActFile = Named &
  GeneralFile & { readonly general?: string; readonly authority: { readonly officeHours: { readonly days: readonly OpenDay[] } } }
type FieldText = { readonly contradicts?: readonly { readonly requirement: string }[] }
type VariantFile = Named & {
  readonly term?: { readonly duration: PlainDuration }
  readonly silence?: { readonly to?: string }
  readonly requirements?: readonly Named[]
  readonly grounds?: readonly Named[]
  readonly documents: readonly (Named & { readonly required: boolean; readonly proves?: readonly string[] })[]
  readonly form: { readonly sections: readonly { readonly fields: readonly FieldText[] }[] }
}
type TableFile = Named & { readonly variant?: string; readonly variants?: readonly string[]; readonly steps: readonly TableStep[] }

/** Null where a file that is needed is missing or is no YAML. Values that change on a day are not read. */
export function readAct(files: readonly SourceFile[], kept: KeptFiles = new Map()): Act | null {
  try {
    return actOf(new Map(files.filter(({ path }) => path.endsWith('.yaml')).map(({ path, text }) => [path, parsed(text, kept)])))
  } catch {
    return null
  }
}

/** Files that were parsed before, by their text: for whoever reads many packages that differ by a line. */
export type KeptFiles = Map<string, unknown>

function parsed(text: string, kept: KeptFiles): unknown {
  if (!kept.has(text) && kept.size < MOST_KEPT) kept.set(text, parse(text))
  return kept.has(text) ? kept.get(text) : parse(text)
}
const MOST_KEPT = 200

function actOf(all: ReadonlyMap<string, unknown>): Act {
  const folder = <File>(name: string) => [...all].filter(([path]) => path.startsWith(`${name}/`)).map(([, value]) => value as File)
  const act = all.get('act.yaml') as ActFile
  const general = (all.get(`../general/${act.general}.yaml`) ?? {}) as GeneralFile
  const { units } = all.get('units.yaml') as { readonly units: readonly Named[] }
  const own = [...all].filter(([path]) => !path.startsWith('..')).map(([, value]) => value)
  const [views, procedures] = [folder<TableFile>('views'), folder<TableFile>('procedure')]
  return {
    units: idsOf(units),
    laws: [act.id, ...idsOf(act.laws), ...idsOf(general.laws)],
    cited: own.flatMap(citedIn),
    longestDayMinutes: longestDay(act.authority.officeHours.days),
    variants: folder<VariantFile>('variants').map((variant) => variantOf(variant, views, procedures)),
    transcripts: folder<ActTranscript>('transcript'),
  }
}

const idsOf = (list: readonly Named[] | undefined) => (list ?? []).map(({ id }) => id)

function variantOf(variant: VariantFile, views: readonly TableFile[], procedures: readonly TableFile[]): ActVariant {
  const { id, term, silence, requirements, grounds, documents, form } = variant
  const procedure = procedures.find((each) => each.variant === id)!
  return {
    id,
    term: term?.duration ?? null,
    requirements: idsOf(requirements),
    grounds: idsOf(grounds),
    documents: documents.map((each) => ({ id: each.id, required: each.required, proves: each.proves ?? [] })),
    contradicted: form.sections.flatMap(({ fields }) =>
      fields.flatMap(({ contradicts }) => (contradicts ?? []).map(({ requirement }) => requirement)),
    ),
    named: [...groundsIn(variant), ...groundsIn(procedure.steps)],
    silentTo: silence?.to ?? null,
    views: views
      .filter((view) => view.variant === id || view.variants?.includes(id))
      .map((view) => ({ name: `${id}/${view.id}`, steps: stepsFor(view.steps, id) })),
    procedure: { name: `${id}/procedure`, steps: stepsFor(procedure.steps, id) },
  }
}

/** Of a shared table the steps and rows of one variant. */
function stepsFor(steps: readonly TableStep[], variant: string): readonly TableStep[] {
  const isFor = ({ onlyFor }: { readonly onlyFor?: readonly string[] }) => onlyFor === undefined || onlyFor.includes(variant)
  return steps.filter(isFor).map((step) => ({ ...step, next: step.next.filter(isFor) }))
}

function groundsIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  const own = 'ground' in value && typeof value.ground === 'string' ? [value.ground] : []
  return [...own, ...Object.values(value).flatMap(groundsIn)]
}

function citedIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  const own = 'certainty' in value && 'act' in value && typeof value.act === 'string' ? [value.act] : []
  return [...own, ...Object.values(value).flatMap(citedIn)]
}

function longestDay(days: readonly OpenDay[]): number {
  const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
  const open = ({ opens, closes, breaks }: OpenDay) =>
    minutes(closes) - minutes(opens) - breaks.reduce((sum, { from, to }) => sum + minutes(to) - minutes(from), 0)
  return Math.max(...days.map(open))
}
