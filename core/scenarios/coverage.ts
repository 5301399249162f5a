// Which paragraphs of an act its scenarios exercise: what a step, a term, a ground or a result cites counts only where one goes there and says so.
import type { DecideContext } from '@ruqsat/engine'
import { passagesOf, passageText, type Source } from '@ruqsat/foundation'
import { findVariant, findView, type Regulation, type Step, type Transcript, type Variant, type View } from '@ruqsat/law'
import type { Given, Scenario } from './grammar.ts'
import { runScenario, type ScenarioReport } from './run.ts'

export type LawCoverage = {
  /** Paragraphs of the act that executed steps, their times and the grounds of refusal cite, each with the scenarios that exercise it. */
  readonly items: readonly { readonly item: string; readonly scenarios: readonly string[] }[]
  /** What a scenario cites and never comes to. */
  readonly vain: readonly { readonly path: string; readonly item: string }[]
  /** Scenarios that do not go as they say; nothing of them counts. */
  readonly failed: readonly string[]
}

/** Runs every scenario. */
export function lawCoverage(context: DecideContext, scenarios: readonly Scenario[]): LawCoverage {
  const { regulation } = context.edition
  const runs = scenarios.map((scenario) => {
    const { path, given, cites } = scenario
    const report = runScenario(scenario, context)
    return { path, cites, isSound: report.failures.length === 0, touched: touchedItems(regulation, given, report) }
  })
  const sound = runs.filter(({ isSound }) => isSound)
  return {
    items: itemsOf(regulation).map((item) => ({
      item,
      scenarios: sound.filter(({ cites, touched }) => cites.includes(item) && touched.has(item)).map(({ path }) => path),
    })),
    vain: sound.flatMap(({ path, cites, touched }) => cites.filter((item) => !touched.has(item)).map((item) => ({ path, item }))),
    failed: runs.filter(({ isSound }) => !isSound).map(({ path }) => path),
  }
}

/** In the order of the tables; once each, however many variants share it. */
function itemsOf(regulation: Regulation): readonly string[] {
  const sources = regulation.variants.flatMap(({ views, procedure, grounds, withdrawal, nonAcceptance, silence }) => [
    ...[...views, procedure].flatMap(({ steps }) => steps.flatMap(sourcesOf)),
    ...procedure.steps.flatMap(({ next }) => next.flatMap(({ correction }) => correction?.source ?? [])),
    ...procedure.steps.flatMap(({ silence, hearing }) => [
      ...(silence === undefined || silence.means === 'nothing' ? [] : [silence.source]),
      ...(hearing?.source === undefined ? [] : [hearing.source]),
    ]),
    ...[...grounds, ...(nonAcceptance?.grounds ?? [])].map(({ source }) => source),
    ...[withdrawal, nonAcceptance, silence].flatMap((each) => each?.source ?? []),
  ])
  return [...new Set(sources.flatMap((source) => itemsIn(regulation, source)))]
}

/** One source may name several paragraphs: `12; annex 1`. Other laws have coverage of their own. */
function itemsIn({ id }: Regulation, source: Source): readonly string[] {
  return source.act === id ? passagesOf(source).map(passageText) : []
}

function sourcesOf(step: Step): readonly Source[] {
  const outcomes = step.next.flatMap(({ within }) => (within === undefined ? [] : [within.source]))
  return [step.source, ...(step.time === null ? [] : [step.time.source]), ...outcomes]
}

function touchedItems(regulation: Regulation, given: Given, { reached, events }: ScenarioReport): ReadonlySet<string> {
  const variant = findVariant(regulation, given.variant)
  const view = variant && findView(variant, given.view)
  if (variant === null || view === null) return new Set()
  const sources = [
    view.source,
    ...view.steps.filter(({ id }) => reached.view.has(id)).flatMap(sourcesOf),
    ...variant.procedure.steps.filter(({ id }) => reached.procedure.has(id)).flatMap(sourcesOf),
    ...writtenSources(regulation, variant, view, reached),
    ...formSources(regulation, variant, reached, view),
    ...(events.length > 0 ? [variant.procedure.source, ...(variant.term === null ? [] : [variant.term.source])] : []),
    ...events.flatMap((event) => decidedSources(variant, event)),
    ...events.flatMap((event) => (CITING.has(event.kind) && event.source !== null ? [event.source] : [])),
  ]
  return new Set(sources.flatMap((source) => itemsIn(regulation, source)))
}

/** Events that cite where the act speaks of them. */
const CITING: ReadonlySet<ScenarioReport['events'][number]['kind']> = new Set([
  'correctionAsked',
  'hearingOpened',
  'acceptanceRefused',
  'withdrawn',
  'silenceDecided',
  'silenceCounted',
])

/** Rows of the act's own lists and tables that are read as a step that was reached. */
function writtenSources(regulation: Regulation, variant: Variant, view: View, reached: ScenarioReport['reached']): readonly Source[] {
  const isAbout = ({ of, variants }: Transcript) => (of === view.id || of === 'procedure') && variants.includes(variant.id)
  return regulation.transcripts.filter(isAbout).flatMap(({ of, rows }) => {
    const steps = of === 'procedure' ? reached.procedure : reached.view
    return rows.filter(({ step }) => step !== null && steps.has(step)).map(({ source }) => source)
  })
}

/** Whoever fills in a form or is registered meets what the act says of applicants, form and documents. */
function formSources(regulation: Regulation, variant: Variant, reached: ScenarioReport['reached'], view: View): readonly Source[] {
  const meets = view.steps.some(({ id, action }) => reached.view.has(id) && (action === 'fill' || action === 'registerRequest'))
  if (!meets) return []
  const { form, documents } = variant
  return [form.source, ...form.statements, ...documents, ...regulation.applicants].map((each) => ('source' in each ? each.source : each))
}

/** Grounds that a draft names, and the result that was signed. */
function decidedSources({ grounds, results, nonAcceptance }: Variant, event: ScenarioReport['events'][number]): readonly Source[] {
  if (event.kind === 'acceptanceRefused')
    return (nonAcceptance?.grounds ?? []).filter(({ id }) => event.groundIds.includes(id)).map(({ source }) => source)
  if (event.kind === 'correctionMissed') return grounds.filter(({ id }) => id === event.ground).map(({ source }) => source)
  if (event.kind === 'drafted' || event.kind === 'concluded')
    return grounds.filter(({ id }) => event.draft.groundIds.includes(id)).map(({ source }) => source)
  return event.kind === 'resultSigned' ? [results[event.decision].source] : []
}
