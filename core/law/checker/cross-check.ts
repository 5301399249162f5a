import { canonicalJson, LANGUAGES, type LocalText } from '@ruqsat/foundation'
import { anyOf, NOTHING, type PackageError } from '../package/errors.ts'
import { generalLawOf } from '../package/inherit.ts'
import type { Regulation, Transcript, Variant } from '../package/model.ts'
import { noticeFaults } from '../package/notices.ts'
import { isElectronic } from '../package/systems.ts'
import type { Parts } from '../package/parts.ts'
import type { FileData } from '../package/schema.ts'
import { NO_AUTHORITY, NO_COMPLAINT, NO_PROCEDURE } from '../package/stand-ins.ts'
import { applicantProblems } from './applicant-problems.ts'
import { complaintProblems } from './complaint-problems.ts'
import { siteProblems } from './site-problems.ts'
import { correctingProblems } from './correcting-problems.ts'
import { feeProblems } from './fee-problems.ts'
import { formProblems } from './form-problems.ts'
import { idsOf, objectsIn, packageErrors, problem, problemIf, strangers, twins, type Problem } from './problem.ts'
import { proceedingsProblems } from './proceedings-problems.ts'
import { askingProblems, registerProblems } from './register-problems.ts'
import { resultProblems } from './result-problems.ts'
import { silenceProblems } from './silence-problems.ts'
import { hoursProblems, registrationProblems } from './runnable.ts'
import { sourceProblems } from './sources.ts'
import { counterProblems } from './counter-problems.ts'
import { stepProblems, wayProblems } from './step-problems.ts'
import texts from '../texts.yaml'

/** How the files of a package refer to each other. Everything that the engine and the pages rely on without looking again is refused here. */
export function crossCheck(regulation: Regulation, parts: Parts): readonly PackageError[] {
  const { variants } = regulation
  const errors = packageErrors(
    [
      ...actProblems(regulation),
      ...generalProblems(regulation, parts),
      ...systemProblems(regulation),
      ...neededProblems(regulation),
      ...fileProblems(regulation, parts),
      ...regulation.transcripts.flatMap((transcript) => transcriptProblems(regulation, transcript)),
      ...noticeFaults(regulation).map(({ notice, ...fault }) => ({ at: notice, ...fault })),
      ...variants.flatMap((variant) => variantProblems(regulation, variant)),
      ...sourceProblems(regulation),
      ...leftToFillIn(regulation),
      ...hoursProblems(regulation),
    ],
    parts.places,
  )
  // Only a table whose rows lead somewhere can be gone along.
  const ways = () =>
    variants.flatMap((variant) => [
      ...wayProblems(variant, regulation),
      ...counterProblems(variant, regulation),
      ...registrationProblems(variant, regulation),
      ...askingProblems(variant, regulation),
    ])
  return errors.length > 0 ? errors : packageErrors(ways(), parts.places)
}

function actProblems(regulation: Regulation): readonly Problem[] {
  const { act, laws, notices = [], units, variants } = regulation
  return [
    ...[units, laws, variants, act.gaps, act.annexes, notices].flatMap((each) => twins(each)),
    ...laws.flatMap((law) => problemIf(law.id === regulation.id, 'duplicate-id', law, 'id', texts.problem.different, law.id)),
    ...units.flatMap((unit) =>
      problemIf(
        (unit.kind === 'system' || unit.kind === 'applicant') && unit.role !== null,
        ...(['role-on-system', unit, 'role', texts.crossCheck.noRole, unit.role ?? ''] as const),
      ),
    ),
  ]
}
/** The general law is there, and an act says nothing again that it says. */
function generalProblems(regulation: Regulation, parts: Parts): readonly Problem[] {
  const act = parts.act[0]!.value
  const general = generalLawOf(parts, act)
  if (general === null)
    return strangers('unknown-reference', regulation, 'general', idsOf(parts.general.map(({ value }) => value)), [act.general])
  const pairs = [
    ...(['laws', 'conventions', 'guarantees', 'reminders'] as const).flatMap((key) =>
      act[key].map((own) => ({ own, other: (general[key] as readonly { readonly id: string }[]).find(({ id }) => id === own.id) })),
    ),
    { own: act.complaint, other: general.complaint },
  ]
  return pairs.flatMap(({ own, other }) =>
    problemIf(
      other !== undefined && canonicalJson(own) === canonicalJson(other),
      'repeats-general',
      own,
      'id',
      texts.crossCheck.ownWords,
      general.id,
    ),
  )
}
/** Every system that is named anywhere is declared, and so is the channel of every table. */
function systemProblems(regulation: Regulation): readonly Problem[] {
  const { systems = [], channels = [], notices = [], variants, survey } = regulation
  const named = objectsIn(regulation) as readonly { readonly system?: string | null; readonly asks?: readonly string[] | null }[]
  return [
    ...twins(systems),
    ...twins(channels),
    ...twins(survey?.questions ?? []),
    ...(survey?.questions ?? []).flatMap(({ answers }) => twins(answers)),
    ...named.flatMap((each) => [
      ...strangers('unknown-reference', each, 'system', idsOf(systems), typeof each.system === 'string' ? [each.system] : []),
      ...strangers('unknown-reference', each, 'asks', idsOf(systems), Array.isArray(each.asks) ? each.asks : []),
    ]),
    ...variants.flatMap(({ views }) => views.flatMap((view) => strangers('unknown-reference', view, 'id', idsOf(channels), [view.id]))),
    ...notices.flatMap((notice) => strangers('unknown-reference', notice, 'views', idsOf(channels), notice.views)),
  ]
}
/** Only an act of which nothing but the annexes is available goes without an authority and all that belongs to executing it. */
function neededProblems(regulation: Regulation): readonly Problem[] {
  const absent = {
    authority: regulation.authority === NO_AUTHORITY,
    applicants: regulation.applicants.length === 0,
    conventions: regulation.conventions.length === 0,
    complaint: regulation.complaint === NO_COMPLAINT,
  }
  return Object.entries(absent).flatMap(([name, isAbsent]) =>
    problemIf(isAbsent && regulation.variants.length > 0, 'missing-key', regulation, name, name, NOTHING),
  )
}

/** A transcript's rows are read as steps of the tables that it writes about, by units and systems that the package knows. */
function transcriptProblems({ variants, units }: Regulation, transcript: Transcript): readonly Problem[] {
  const tables = variants
    .filter(({ id }) => transcript.variants.includes(id))
    .flatMap(({ views, procedure }) => [...views, { ...procedure, id: 'procedure' }].filter(({ id }) => id === transcript.of))
  const steps = [...new Set(tables.flatMap((table) => idsOf(table.steps)))]
  const numbers = transcript.rows.flatMap(({ number }) => number ?? [])
  return [
    ...strangers('unknown-reference', transcript, 'variants', idsOf(variants), transcript.variants),
    ...strangers('unknown-reference', transcript, 'cutAfter', numbers, [transcript.cutAfter]),
    ...transcript.rows.flatMap((row) => [
      ...strangers('unknown-next', row, 'step', steps, [row.step]),
      ...strangers('unknown-unit', row, 'unit', idsOf(units), [row.unit]),
      ...strangers('unknown-next', row, 'next', [...steps, 'end'], row.next.kind === 'steps' ? row.next.rows.map(({ to }) => to) : []),
    ]),
  ]
}

/** Every view and procedure belongs to a variant, and each file has the name that its contents ask for. */
function fileProblems({ variants }: Regulation, parts: Parts): readonly Problem[] {
  const known = idsOf(variants)
  const named = (path: string, at: object, key: string, wanted: string) => problemIf(path !== wanted, 'unknown-file', at, key, wanted, path)
  return [
    ...parts.variant.flatMap(({ path, value }) => named(path, value, 'id', `variants/${value.id}.yaml`)),
    ...parts.transcript.flatMap(({ path, value }) => named(path, value, 'id', `transcript/${value.id}.yaml`)),
    ...parts.view.flatMap(({ path, value }) =>
      first(ownersOfView(value, known), named(path, value, 'id', `views/${viewName(value)}.yaml`)),
    ),
    ...[...parts.view, ...parts.procedure].flatMap(({ value }) => onlyForOthers(value)),
    ...parts.procedure.flatMap(({ path, value }) =>
      first(
        strangers('unknown-reference', value, 'variant', known, [value.variant]),
        named(path, value, 'variant', `procedure/${value.variant}.yaml`),
      ),
    ),
  ]
}

function first(...problems: readonly (readonly Problem[])[]): readonly Problem[] {
  return problems.find((each) => each.length > 0) ?? []
}

function ownersOfView(view: FileData<'view'>, known: readonly string[]): readonly Problem[] {
  const { variant, variants } = view
  if ((variant === undefined) === (variants === undefined))
    return [problem('missing-key', view, 'id', anyOf(['variant', 'variants']), NOTHING)]
  return strangers('unknown-reference', view, variant === undefined ? 'variants' : 'variant', known, [...(variants ?? []), variant]).slice(
    0,
    1,
  )
}

/** A step or a row is only for variants that have this table. */
function onlyForOthers(table: FileData<'view'> | FileData<'procedure'>): readonly Problem[] {
  const owners = [table.variant ?? [], ('variants' in table ? table.variants : undefined) ?? []].flat()
  return table.steps
    .flatMap((step) => [step, ...step.next])
    .flatMap((each) => strangers('unknown-reference', each, 'onlyFor', owners, each.onlyFor ?? []))
}

function viewName({ id, variant }: FileData<'view'>): string {
  return variant === undefined ? id : `${variant}.${id}`
}

function variantProblems(regulation: Regulation, variant: Variant): readonly Problem[] {
  const { views, procedure, results } = variant
  const templates = regulation.templates.map(({ file }) => file)
  const channels = views.filter(({ id }, index) => views.findIndex((view) => view.id === id) === index)
  const tables = [...channels.map(({ id, steps }) => ({ name: `${id}/`, steps })), { name: '', steps: procedure.steps }]
  const rows = tables.flatMap(({ name, steps }) => steps.map((step) => ({ step, word: `${name}${step.id}` })))
  return [
    ...formProblems(regulation, variant),
    ...feeProblems(regulation, variant),
    ...resultProblems(variant),
    ...correctingProblems(regulation, variant),
    ...registerProblems(regulation, variant),
    ...proceedingsProblems(variant, regulation),
    ...complaintProblems(variant),
    ...siteProblems(variant),
    ...Object.values(results).flatMap((result) => strangers('unknown-template', result, 'template', templates, [result.template])),
    ...(procedure === NO_PROCEDURE
      ? [problem('missing-file', variant, 'id', `procedure/${variant.id}.yaml`, NOTHING)]
      : [
          ...stepProblems(regulation, procedure.steps, 'procedure'),
          ...applicantProblems(regulation, variant),
          ...silenceProblems(variant),
        ]),
    ...procedure.steps.flatMap(({ objection }) =>
      objection === undefined ? [] : strangers('unknown-reference', objection, 'ground', idsOf(variant.grounds), [objection.ground]),
    ),
    ...procedure.steps.flatMap(({ next }) =>
      next.flatMap((row) => strangers('unknown-reference', row, 'grounds', idsOf(variant.grounds), row.grounds ?? [])),
    ),
    ...views
      .flatMap((view) => view.steps.map((step) => ({ step, offered: view.offered })))
      .flatMap(({ step, offered }) =>
        problemIf(
          variant.offered && offered && (step.splits === true || step.joins === true),
          ...([
            'parallel-not-offered',
            step,
            step.splits === true ? 'splits' : 'joins',
            texts.crossCheck.aChannelWithoutParallelBranches,
            step.id,
          ] as const),
        ),
      ),
    ...problemIf(
      variant.offered && !views.some(({ offered }) => offered),
      'unknown-reference',
      variant,
      'offered',
      texts.crossCheck.atLeastOneOfferedView,
      NOTHING,
    ),
    ...views.flatMap((view) => [
      ...stepProblems(regulation, view.steps, 'view'),
      ...paymentStepProblems(variant, view, isElectronic(view, regulation)),
    ]),
    ...views.flatMap((view) =>
      problemIf(!channels.includes(view), 'duplicate-key', view, 'id', texts.crossCheck.oneTable, `${variant.id}/${view.id}`),
    ),
    ...twins(
      rows.map(({ step }) => step),
      (index) => rows[index]!.word,
    ),
  ]
}

/** A fee needs a step that takes it in each electronic view, and a step that takes money needs a fee. A desk may take a receipt instead. */
function paymentStepProblems({ fee }: Variant, view: Variant['views'][number], isElectronic: boolean): readonly Problem[] {
  const pay = view.steps.find(({ action }) => action === 'pay')
  if (fee === null)
    return pay === undefined ? [] : [problem('payment-without-fee', pay, 'action', texts.crossCheck.aFeeOfTheVariant, pay.id)]
  return problemIf(
    pay === undefined && isElectronic,
    'fee-without-payment',
    view,
    'steps',
    texts.crossCheck.aPayStep,
    `fee ${fee.mciRate} MCI`,
  )
}
/** How `regulation new` begins what is left to the writer. */
export const FILL_IN: LocalText = texts.crossCheck.fillIn
const LEFT = new RegExp(`^(${Object.values(FILL_IN).join('|')})(?!\\p{L})`, 'u')

/** Nothing that `regulation new` left to fill in comes before an applicant. */
function leftToFillIn({ variants, ...act }: Regulation): readonly Problem[] {
  const offered = variants.filter((variant) => variant.offered)
  return objectsIn(offered.length > 0 ? [act, offered] : [])
    .filter(isLocalText)
    .flatMap((text) =>
      LANGUAGES.filter((language) => LEFT.test(text[language]))
        .slice(0, 1)
        .map((language) => problem('left-to-fill-in', text, language, texts.crossCheck.ownText, `"${text[language]}"`)),
    )
}

function isLocalText(value: object): value is LocalText {
  return Object.keys(value).length === LANGUAGES.length && LANGUAGES.every((language) => typeof (value as LocalText)[language] === 'string')
}
