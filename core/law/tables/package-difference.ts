import { fillText, LANGUAGES, type LocalText, inAll } from '@ruqsat/foundation'
import type { Fee, Field, Grant, Next, Notice, RegisterQuestion, Reminder, Regulation, Step, Variant } from '../package/model.ts'
import { resultActionOf } from '../package/results.ts'
import { placesThatDiffer, withPlaceOf, type PackagePlace } from './package-places.ts'
import { providerSilenceRule } from './provider-silence.ts'
import { opinionTexts, stepTimeText } from './step-table.ts'
import { termText } from './sums.ts'
import { withdrawalText } from './withdrawal.ts'
import type { Validity } from '../package/variant-shape.ts'
import texts from '../texts.yaml'

// What differs between two packages of one act, in words. Things are known by their ids; whatever is compared has one line in a list below.

/** A thing with an id and a name, and what of it is compared: each value in words, empty where there is none. */
type Thing = { readonly id: string; readonly name: LocalText; readonly values: readonly (readonly [Label, LocalText])[] }
/** Things of one kind. */
type Group = { readonly kind: LocalText; readonly things: readonly Thing[] }
type Label = keyof typeof LABELS

const LABELS = texts.packageDifference.page satisfies Record<string, LocalText>

const KINDS = texts.packageDifference.kinds

const LINES = texts.packageDifference.lines

const NONE = texts.packageDifference.none
const YES = texts.packageDifference.yes

/** One difference in words. `at` names what differs, and is the same wherever it is compared. */
type Said = { readonly at: string; readonly text: LocalText }

/** Every difference in words: variants, channels, steps, times, fees, documents, grounds and the rest; what no list below compares by its place. */
export function packageDifference(before: Regulation, after: Regulation): readonly LocalText[] {
  const groups = groupsOf(before)
  const said = groupDifferences(groups, groupsOf(after))
  const lines = said.map(({ text }) => text)
  if (before.id !== after.id) return [fillText(LINES.other, { before: before.id, after: after.id }), ...lines]
  const told = new Set(said.map(({ at }) => at))
  const others = placesThatDiffer(before, after).filter((place) => !isTold(place, told))
  // Keys in the order of the files or of what was kept of them: the order is no difference.
  return lines.length === 0 && others.length === 0 ? [LINES.same] : [...lines, ...others.map(placeLine)]

  /** Whether this place alone makes one of the lines: it is said there, in words. */
  function isTold(place: PackagePlace, lists: ReadonlySet<string>): boolean {
    const alone = differenceAlone(groups, withPlaceOf(before, after, place) as Regulation)
    return alone.length > 0 && alone.every(({ at }) => lists.has(at))
  }
}

/** A package between two is none that could be loaded: a list that cannot be made of it says nothing. */
function differenceAlone(groups: ReadonlyMap<string, Group>, changed: Regulation): readonly Said[] {
  try {
    return groupDifferences(groups, groupsOf(changed))
  } catch (error) {
    if (error instanceof TypeError) return []
    throw error
  }
}

function placeLine({ path, before, after }: PackagePlace): LocalText {
  return fillText(LINES.place, {
    place: path.join('/'),
    before: before === null ? NONE : plain(before),
    after: after === null ? NONE : plain(after),
  })
}

function groupDifferences(before: ReadonlyMap<string, Group>, after: ReadonlyMap<string, Group>): readonly Said[] {
  const keys = [...new Set([...before.keys(), ...after.keys()])]
  return keys.flatMap((key) => {
    const [was, is] = [before.get(key), after.get(key)]
    return was === undefined || is === undefined ? [] : thingDifferences(key, is.kind, was.things, is.things)
  })
}

/** A group that one package does not have at all belongs to a variant or a channel that is reported itself. */
function thingDifferences(group: string, kind: LocalText, before: readonly Thing[], after: readonly Thing[]): readonly Said[] {
  const line = (text: LocalText, thing: Thing) => ({
    at: `${group} ${thing.id}`,
    text: fillText(text, { kind, id: thing.id, name: thing.name }),
  })
  const kept = before.filter((thing) => after.some(({ id }) => id === thing.id))
  const lines = [
    ...before.filter((thing) => !kept.includes(thing)).map((thing) => line(LINES.removed, thing)),
    ...after.filter((thing) => !kept.some(({ id }) => id === thing.id)).map((thing) => line(LINES.added, thing)),
    ...kept.flatMap((thing) =>
      valueDifferences(
        group,
        kind,
        thing,
        after.find(({ id }) => id === thing.id)!,
      ),
    ),
  ]
  const [was, is] = [ids(kept), ids(after.filter(({ id }) => kept.some((thing) => thing.id === id)))]
  return was === is ? lines : [...lines, { at: `${group} in order`, text: fillText(LINES.moved, { kind, before: was, after: is }) }]
}

function ids(things: readonly Thing[]): string {
  return things.map(({ id }) => id).join(', ')
}

function valueDifferences(group: string, kind: LocalText, before: Thing, after: Thing): readonly Said[] {
  const labels = [...new Set([...before.values, ...after.values].map(([label]) => label))]
  return labels.flatMap((label) => {
    const [was, is] = [valueOf(before, label), valueOf(after, label)]
    const apart = LANGUAGES.filter((language) => was[language] !== is[language])
    if (apart.length === 0) return []
    // Who reads in a language in which nothing differs is shown those in which it does.
    const shown = (text: LocalText) =>
      inAll((language) => (apart.includes(language) ? text[language] : apart.map((each) => `${each}: ${text[each]}`).join('; ')))
    const text = fillText(LINES.changed, { kind, id: before.id, label: LABELS[label], before: shown(was), after: shown(is) })
    return [{ at: `${group} ${before.id}, ${label}`, text }]
  })
}

function valueOf(thing: Thing, label: Label): LocalText {
  const found = thing.values.find(([each]) => each === label)?.[1]
  return found === undefined || found.en === '' ? NONE : found
}

function groupsOf(regulation: Regulation): ReadonlyMap<string, Group> {
  const { act, units, variants, readings } = regulation
  return new Map<string, Group>([
    ['act', { kind: KINDS.act, things: [actThing(regulation)] }],
    [
      'history',
      {
        kind: KINDS.history,
        things: act.history.map((note) =>
          thing(note.number, note.text, [
            ['date', plain(note.on)],
            ['text', note.text],
          ]),
        ),
      },
    ],
    [
      'units',
      {
        kind: KINDS.unit,
        things: units.map((unit) =>
          thing(unit.id, unit.name, [
            ['kind', plain(unit.kind)],
            ['role', plain(unit.role ?? '')],
          ]),
        ),
      },
    ],
    ['variants', { kind: KINDS.variant, things: variants.map(variantThing) }],
    ...variants.flatMap(variantGroups),
    ['reminders', { kind: KINDS.reminder, things: (regulation.reminders ?? []).map(reminderThing) }],
    ['notices', { kind: KINDS.notice, things: (regulation.notices ?? []).map(noticeThing) }],
    [
      'readings',
      {
        kind: KINDS.reading,
        things: readings.map((each) => thing(`${each.code} ${each.subject}`, each.reading, [['text', each.reading]])),
      },
    ],
  ])
}

function actThing({ act, id, service, authority }: Regulation): Thing {
  const days = [act.adoptedOn, act.registeredOn, act.publishedOn].join(' / ')
  return thing(id, service, [
    ['name', service],
    ['value', plain(act.number)],
    ['date', plain(days)],
    ['unit', authority.name],
  ])
}

function reminderThing({ id, to, before, after }: Reminder): Thing {
  const time = before ?? after
  const when = time === undefined ? plain('') : termText(time)
  return thing(id, plain(id), [['reminders', inAll((language) => `${to} ${before === undefined ? '+' : '−'} ${when[language]}`)]])
}

function noticeThing(notice: Notice): Thing {
  return thing(notice.id, notice.subject, [
    ['name', notice.subject],
    ['text', notice.text],
    ['view', plain(notice.views.join(', '))],
    ['sentBy', plain(notice.by.join(', '))],
    ['variants', plain(notice.variants.join(', '))],
  ])
}

function variantThing(variant: Variant): Thing {
  return thing(variant.id, variant.name, [
    ['name', variant.name],
    ['offered', yesNo(variant.offered)],
    ['term', variant.term === null ? plain('') : termText(variant.term.duration)],
    ['silence', variant.silence === undefined ? plain('') : providerSilenceRule(variant.silence)],
    ['fee', variant.fee === null ? plain('') : feeText(variant.fee)],
    ['withdrawal', withdrawalText(variant) ?? plain('')],
    ['notAccepted', variant.nonAcceptance?.title ?? plain('')],
    ['proceedings', yesNo(variant.proceedings !== undefined)],
  ])
}

const registerThing = (each: RegisterQuestion): Thing =>
  thing(each.onlyFor === undefined ? each.system : `${each.system} ${each.onlyFor}`, plain(each.system), [
    ['value', plain(each.by.field ?? each.by.known ?? '')],
    ['contradicts', plain(each.answers.map(({ id, contradicts, equals }) => `${id} ${JSON.stringify([contradicts, equals])}`).join('; '))],
  ])

/** The rate with who pays another, and who nothing. */
function feeText({ mciRate, onlyFor, rates = [], free = [] }: Fee): LocalText {
  const others = [
    onlyFor ?? [],
    ...rates.map(
      ({ onlyFor, field, answers = [], mciRate: own }) =>
        `${[...(onlyFor === undefined ? [] : [onlyFor]), ...(field === undefined ? [] : [`${field} = ${answers.join(', ')}`])].join('; ')}: ${own}`,
    ),
    ...free.map(({ field, answers }) => `${field} = ${answers.join(', ')}: 0`),
  ].flat()
  const rate = fillText(texts.packageDifference.rate, { rate: mciRate })
  return others.length === 0 ? rate : inAll((language) => `${rate[language]} (${others.join('; ')})`)
}

/** The kind of a field with what it takes. */
function typeText({ type }: Pick<Field, 'type'>): string {
  switch (type.kind) {
    case 'text':
      return [type.kind, type.pattern ?? [], type.maxLength].flat().join(' ')
    case 'number':
      return `${type.kind} ${type.min}–${type.max}, ${type.decimals}`
    case 'date':
      return [
        type.kind,
        type.rule ?? [],
        type.within === undefined ? [] : `within ${type.within.amount} ${type.within.unit}`,
        type.notBefore === undefined ? [] : `notBefore ${type.notBefore}`,
      ]
        .flat()
        .join(' ')
    case 'list':
      return `${type.kind} ${type.least ?? 1}–${type.most}: ${type.fields.map((each) => `${each.id} ${each.required} ${typeText(each)}`).join(', ')}`
    case 'choice':
      return `${type.kind} ${type.options.map(({ id }) => id).join(', ')}`
    default:
      return type.kind
  }
}

function variantGroups(variant: Variant): readonly (readonly [string, Group])[] {
  const of = (text: LocalText) => inAll((language) => `${text[language]} (${variant.id})`)
  const fields = variant.form.sections.flatMap((section) => section.fields)
  const results = [variant.results.grant, variant.results.refuse]
  const group = (key: string, kind: LocalText, things: readonly Thing[]) => [`${variant.id}/${key}`, { kind: of(kind), things }] as const
  const steps = (key: string, rows: readonly Step[]) =>
    [`${variant.id}/${key}/steps`, { kind: inAll((language) => `${key}: ${KINDS.step[language]}`), things: rows.map(stepThing) }] as const
  return [
    group(
      'requirements',
      KINDS.requirement,
      variant.requirements.map((each) => thing(each.id, each.text, [['text', each.text]])),
    ),
    group(
      'documents',
      KINDS.document,
      variant.documents.map((each) =>
        thing(each.id, each.name, [
          ['name', each.name],
          ['required', yesNo(each.required)],
          ['unlessAnswered', plain(each.unlessAnswered ?? '')],
        ]),
      ),
    ),
    group(
      'fields',
      KINDS.field,
      fields.map((each) =>
        thing(each.id, each.label, [
          ['name', each.label],
          ['kind', plain(typeText(each))],
          ['contradicts', plain((each.contradicts ?? []).map((one) => JSON.stringify(one)).join(' '))],
          ['required', yesNo(each.required)],
          ['corrects', plain(each.corrects ?? '')],
        ]),
      ),
    ),
    group('registers', KINDS.register, (variant.registers ?? []).map(registerThing)),
    group(
      'statements',
      KINDS.statement,
      variant.form.statements.map((each) => thing(each.id, each.text, [['text', each.text]])),
    ),
    group(
      'grounds',
      KINDS.ground,
      variant.grounds.map((each) =>
        thing(each.id, each.text, [
          ['text', each.text],
          ['remedy', each.remedy],
        ]),
      ),
    ),
    group(
      'notAccepted',
      KINDS.groundNotAccepted,
      (variant.nonAcceptance?.grounds ?? []).map((each) =>
        thing(each.id, each.text, [
          ['text', each.text],
          ['remedy', each.remedy],
        ]),
      ),
    ),
    group(
      'proceedings',
      KINDS.groundOfProceedings,
      (variant.proceedings?.grounds ?? []).map((each) => thing(each.id, each.text, [['text', each.text]])),
    ),
    group(
      'results',
      KINDS.result,
      results.map((each) =>
        thing(each.kind === 'reasonedRefusal' ? 'refuse' : 'grant', each.title, [
          ['name', each.title],
          ['kind', plain(each.kind)],
          ...(each.kind === 'reasonedRefusal' ? [] : grantValues(each)),
        ]),
      ),
    ),
    group(
      'views',
      KINDS.view,
      variant.views.map((view) =>
        thing(view.id, view.name, [
          ['name', view.name],
          ['offered', yesNo(view.offered)],
        ]),
      ),
    ),
    ...variant.views.map((view) => steps(`${variant.id}, ${view.id}`, view.steps)),
    steps(`${variant.id}, procedure`, variant.procedure.steps),
  ]
}

/** What a grant does to the register, to which number and for which days. */
function grantValues(grant: Grant): Thing['values'] {
  const { earlier, validity } = grant
  const taken = [
    earlier?.field ?? '',
    earlier?.elsewhere ? 'elsewhere' : '',
    earlier?.expired ? 'expired' : '',
    earlier?.most ? `most ${earlier.most.times}` : '',
    earlier?.notEarlier ? `notEarlier ${earlier.notEarlier.amount} ${earlier.notEarlier.unit}` : '',
    ...(earlier?.givenBy ?? []).map(({ act, authority }) => `givenBy ${act}${authority === undefined ? '' : ` (${authority})`}`),
  ]
  return [
    ['form', plain(grant.form ?? '')],
    ['does', plain(resultActionOf(grant))],
    ['earlier', plain(taken.filter((word) => word !== '').join(', '))],
    ['validity', plain(validity === undefined ? '' : validityText(validity))],
  ]
}

function validityText({ from, fromField, lasts, untilField }: Validity): string {
  const ends = untilField ?? (lasts === undefined ? '∞' : `+${lasts.amount} ${lasts.unit}`)
  return `${fromField ?? from ?? 'signature'} – ${ends}`
}

function stepThing(step: Step): Thing {
  return thing(step.id, step.name, [
    ['name', step.name],
    ['unit', plain(step.unit)],
    ['system', plain(step.system ?? '')],
    ['action', plain(step.action)],
    ['completion', step.completion],
    ['time', stepTimeText(step)],
    ['next', plain([...step.next.map(nextOf), ...(step.returnTo === undefined ? [] : [`(${step.returnTo})`])].join('; '))],
    ['asks', plain((step.asks ?? []).join(', '))],
    ['accepts', plain((step.accepts ?? []).join(', '))],
    ['branches', plain(branchesText(step))],
    ['opinion', opinionText(step)],
    ['writing', plain(writingText(step))],
  ])
}

function branchesText({ splits, joins, waitsFor = [] }: Step): string {
  return [splits === true ? 'splits' : '', joins === true ? 'joins' : '', waitsFor.join(' ')].filter((word) => word !== '').join(', ')
}

/** What silence and an objection of a body mean, with the grounds by which either refuses. */
function opinionText(step: Step): LocalText {
  const grounds = [step.silence?.ground, step.objection?.ground].filter((ground) => ground !== undefined)
  return inAll((language) => [...opinionTexts(step).map((text) => text[language]), ...grounds].join('; '))
}

function writingText({ writing }: Step): string {
  if (writing === undefined) return ''
  const { fields, files, answer, decides, reaches, paper, shownToApplicant } = writing
  const words = [...fields, ...files, ...(answer?.fields ?? []), ...(answer?.files ?? [])].map(({ id }) => id)
  const more = [
    decides === undefined ? '' : `decides ${decides}`,
    reaches === undefined ? '' : `reaches ${reaches.join(' ')}`,
    paper === undefined ? '' : `paper ${paper.template}`,
    shownToApplicant === true ? 'shownToApplicant' : '',
  ]
  return [...words, ...more.filter((word) => word !== '')].join(', ')
}

function nextOf(next: Next): string {
  return next.when === undefined ? next.to : `${next.when}: ${next.to}`
}

function thing(id: string, name: LocalText, values: Thing['values']): Thing {
  return { id, name, values }
}

function plain(text: string): LocalText {
  return inAll(() => text)
}

function yesNo(value: boolean): LocalText {
  return value ? YES : NONE
}
