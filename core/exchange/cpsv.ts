import { type LocalText, LANGUAGES, inAll, fillText } from '@ruqsat/foundation'
import {
  type Edition,
  type Field,
  mainPath,
  outcomeText,
  providerSilenceText,
  type Regulation,
  resultActionOf,
  sumOfTable,
  sumText,
  systemName,
  termText,
  type Variant,
  type View,
  withdrawalText,
} from '@ruqsat/law'
import { isoDuration } from './iso-duration.ts'
import roomTexts from './texts.yaml'

/** An edition that the catalogue describes. */
export type Catalogued = { readonly edition: Edition }

type Node = { readonly '@id': string; readonly '@type': string | readonly string[]; readonly [property: string]: unknown }

/**
 * The catalogue as CPSV-AP 3.2 in JSON-LD: a public service for each variant of each regulation, with its act, authority, fee, inputs, outputs,
 * channels, requirements and processing time; every text in three languages. Names are written out by prefix, so that no context has to be fetched.
 * `base` begins the ids of the nodes, e.g. an installation's own address. The same editions give the same bytes.
 */
export function cpsvCatalogue(catalogued: readonly Catalogued[], base = 'urn:ruqsat:'): string {
  const graph = catalogued.flatMap(({ edition }) => nodesOf(edition.regulation, `${base}${edition.regulation.id}`))
  return `${JSON.stringify({ '@context': CONTEXT, '@graph': graph }, null, 2)}\n`
}

const CONTEXT = {
  adms: 'http://www.w3.org/ns/adms#',
  cpsv: 'http://purl.org/vocab/cpsv#',
  cv: 'http://data.europa.eu/m8g/',
  dct: 'http://purl.org/dc/terms/',
  eli: 'http://data.europa.eu/eli/ontology#',
  locn: 'http://www.w3.org/ns/locn#',
  skos: 'http://www.w3.org/2004/02/skos/core#',
  time: 'http://www.w3.org/2006/time#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
}

const CODES = 'http://publications.europa.eu/resource/authority'
/** The release's shapes demand the class of each code, which the code lists themselves do not carry along. */
const LANGUAGE_IDS = ['KAZ', 'RUS', 'ENG'].map((code) => ({ '@id': `${CODES}/language/${code}`, '@type': 'dct:LinguisticSystem' }))
const KAZAKHSTAN = { '@id': `${CODES}/country/KAZ`, '@type': 'dct:Location' }

function nodesOf(regulation: Regulation, id: string): readonly Node[] {
  const { act, authority, service } = regulation
  const acts = new Set(regulation.variants.flatMap((variant) => variant.fee?.source.act ?? []))
  return [
    {
      '@id': `${id}:act`,
      '@type': 'eli:LegalResource',
      'dct:identifier': act.number,
      'dct:title': texts(act.title),
      'dct:description': texts(act.entryIntoForce),
      ...(act.adoptedOn !== 'unknown' && { 'eli:date_document': day(act.adoptedOn) }),
      ...(act.publishedOn !== 'unknown' && { 'eli:date_publication': day(act.publishedOn) }),
      'dct:relation': regulation.laws.filter((law) => acts.has(law.id)).map((law) => ref(`${id}:law:${law.id}`)),
    },
    ...regulation.laws
      .filter((law) => acts.has(law.id))
      .map((law) => ({
        '@id': `${id}:law:${law.id}`,
        '@type': 'eli:LegalResource',
        'dct:identifier': law.number,
        'dct:title': texts(law.name),
      })),
    {
      '@id': `${id}:authority`,
      '@type': 'cv:PublicOrganisation',
      'dct:identifier': authority.id,
      'skos:prefLabel': texts(authority.name),
      'dct:title': texts(authority.name),
      'dct:spatial': KAZAKHSTAN,
      'locn:address': { '@type': 'locn:Address', 'locn:fullAddress': texts(authority.address) },
    },
    {
      '@id': `${id}:contact`,
      '@type': 'cv:ContactPoint',
      'cv:telephone': authority.phone,
      'cv:openingHours': ref(`${id}:hours`),
    },
    { '@id': `${id}:hours`, '@type': 'time:TemporalEntity', 'dct:description': texts(hoursText(regulation)) },
    ...regulation.variants.flatMap((variant) => variantNodes(regulation, variant, id, service)),
  ]
}

function variantNodes(regulation: Regulation, variant: Variant, regulationId: string, service: LocalText): readonly Node[] {
  const id = `${regulationId}:${variant.id}`
  const time = processingTime(variant)
  return [
    {
      '@id': id,
      '@type': 'cpsv:PublicService',
      'dct:identifier': `${regulation.id}/${variant.id}`,
      'dct:title': texts(joined(service, variant.name)),
      'dct:description': texts(variant.summary),
      'dct:language': LANGUAGE_IDS,
      'dct:spatial': KAZAKHSTAN,
      'cv:hasLegalResource': [ref(`${regulationId}:act`)],
      'cv:hasCompetentAuthority': [ref(`${regulationId}:authority`)],
      'cv:contactPoint': [ref(`${regulationId}:contact`)],
      'cv:hasChannel': variant.views.map((view) => ref(`${id}:channel:${view.id}`)),
      'cv:hasCost': costNodes(variant, id).map((cost) => ref(cost['@id'])),
      'cpsv:hasInput': [
        ...variant.documents.map((slot) => ref(`${id}:input:${slot.id}`)),
        ...registerNodes(regulation, variant, id).map((asked) => ref(asked['@id'])),
      ],
      'cpsv:produces': ['grant', 'refuse'].map((kind) => ref(`${id}:output:${kind}`)),
      'cpsv:follows': [
        ref(`${id}:term`),
        ...ruleNodes(variant, id).map((rule) => ref(rule['@id'])),
        ...variant.grounds.map((ground) => ref(`${id}:ground:${ground.id}`)),
      ],
      'cv:holdsRequirement': variant.requirements.map((each) => ref(`${id}:requirement:${each.id}`)),
      ...(time !== null && { 'cv:processingTime': { '@type': 'xsd:duration', '@value': time } }),
    },
    ...variant.views.map((view) => channelNode(view, id)),
    ...costNodes(variant, id),
    ...registerNodes(regulation, variant, id),
    ...ruleNodes(variant, id),
    ...variant.documents.map((slot) => ({
      '@id': `${id}:input:${slot.id}`,
      '@type': 'cv:Evidence',
      'dct:identifier': slot.id,
      'dct:title': texts(slot.name),
      ...(slot.hint !== undefined && { 'dct:description': texts(slot.hint) }),
      'cv:supportsRequirement': proven(variant, slot.proves ?? []).map((each) => ref(`${id}:requirement:${each}`)),
    })),
    ...(['grant', 'refuse'] as const).map((kind) => ({
      '@id': `${id}:output:${kind}`,
      '@type': 'cv:Output',
      'dct:identifier': `${regulation.id}/${variant.id}/${kind}`,
      'dct:title': texts(variant.results[kind].title),
      ...(kind === 'grant' && { 'dct:description': texts(roomTexts.cpsv.does[resultActionOf(variant.results.grant)]) }),
      'dct:language': LANGUAGE_IDS,
    })),
    {
      '@id': `${id}:term`,
      '@type': 'cpsv:Rule',
      'dct:identifier': 'term',
      'dct:title': texts(roomTexts.cpsv.term),
      'dct:description': texts(termWords(variant)),
    },
    ...variant.grounds.map((ground) => ({
      '@id': `${id}:ground:${ground.id}`,
      '@type': 'cpsv:Rule',
      'dct:identifier': ground.id,
      'dct:title': texts(roomTexts.cpsv.ground),
      'dct:description': texts(ground.text),
      'cpsv:implements': [ref(`${regulationId}:act`)],
    })),
    ...variant.requirements.map((each) => ({
      '@id': `${id}:requirement:${each.id}`,
      '@type': 'cv:Requirement',
      'dct:identifier': each.id,
      'dct:title': texts(each.text),
    })),
  ]
}

function proven(variant: Variant, proves: readonly string[]): readonly string[] {
  return proves.filter((each) => variant.requirements.some(({ id }) => id === each))
}

function channelNode(view: View, id: string): Node {
  return { '@id': `${id}:channel:${view.id}`, '@type': 'cv:Channel', 'dct:identifier': `${view.id}`, 'dct:description': texts(view.name) }
}

/**
 * A multiple of an index has no value in money until the day of payment: it is said in words. Nothing is a value. Another rate, and each answer with
 * which nothing is paid, is a cost of its own.
 */
function costNodes({ fee, form }: Variant, id: string): readonly Node[] {
  const cost = (name: string, ...said: readonly LocalText[]): Node => ({
    '@id': `${id}:cost${name === 'fee' ? '' : `:${name}`}`,
    '@type': 'cv:Cost',
    'dct:identifier': name,
    'dct:description': texts(inAll((language) => said.map((text) => text[language]).join('; '))),
  })
  const nothing = { 'cv:hasValue': { '@type': 'xsd:double', '@value': '0' } }
  if (fee === null) return [{ ...cost('fee', roomTexts.cpsv.free), ...nothing }]
  const rate = (mciRate: number) => fillText(roomTexts.cpsv.cost, { name: fee.name, rate: mciRate })
  const fields = form.sections.flatMap((section) => section.fields)
  return [
    cost('fee', rate(fee.mciRate), ...(fee.onlyFor === undefined ? [] : [roomTexts.cpsv.payers[fee.onlyFor]])),
    ...(fee.rates ?? []).map(({ onlyFor, field: named, answers = [], mciRate }) => {
      const field = fields.find((each) => each.id === named)
      const name = [onlyFor, named, ...(named === undefined ? [] : answers)].filter((word) => word !== undefined).join('-')
      const payer = onlyFor === undefined ? [] : [roomTexts.cpsv.payers[onlyFor]]
      return cost(name, rate(mciRate), ...payer, ...(field === undefined ? [] : [answerWords(field, answers)]))
    }),
    ...(fee.free ?? []).flatMap(({ field: named, answers }) => {
      const field = fields.find((each) => each.id === named)
      if (field === undefined) return []
      return [{ ...cost(`free-${named}`, roomTexts.cpsv.free, answerWords(field, answers)), ...nothing }]
    }),
  ]
}

function answerWords(field: Field, answers: readonly string[]): LocalText {
  return inAll((language) => `${field.label[language]} – ${answers.map((each) => answerText(field, each)[language]).join(', ')}`)
}

function answerText({ type }: Field, answer: string): LocalText {
  if (type.kind === 'choice') return type.options.find(({ id }) => id === answer)?.label ?? inAll(() => answer)
  return answer === 'yes' || answer === 'no' ? outcomeText(answer) : inAll(() => answer)
}

/** What a register is asked is evidence that nobody has to bring. */
function registerNodes(regulation: Regulation, variant: Variant, id: string): readonly Node[] {
  return (variant.registers ?? []).map(({ system, onlyFor, absent, answers }) => {
    const proving = [
      absent?.requirement,
      ...answers.flatMap(({ contradicts = [], equals }) => [...contradicts, equals].map((each) => each?.requirement)),
    ]
    const facts = inAll((language) => answers.map(({ label }) => label[language]).join(', '))
    return {
      '@id': `${id}:register:${system}${onlyFor === undefined ? '' : `:${onlyFor}`}`,
      '@type': 'cv:Evidence',
      'dct:identifier': onlyFor === undefined ? system : `${system}/${onlyFor}`,
      'dct:title': texts(joined(systemName(system, regulation), facts)),
      'dct:description': texts(
        inAll((language) =>
          [roomTexts.cpsv.asked, ...(onlyFor === undefined ? [] : [roomTexts.cpsv.payers[onlyFor]])]
            .map((text) => text[language])
            .join('; '),
        ),
      ),
      'cv:supportsRequirement': proven(variant, [...new Set(proving.filter((each) => each !== undefined))]).map((each) =>
        ref(`${id}:requirement:${each}`),
      ),
    }
  })
}

/** What holds for the service as a whole: silence, taking the request back, the hearing, the grounds on which a request is not accepted. */
function ruleNodes(variant: Variant, id: string): readonly Node[] {
  const { silence, nonAcceptance, procedure, grounds } = variant
  const rule = (name: string, title: LocalText, text: LocalText): Node => ({
    '@id': `${id}:rule:${name}`,
    '@type': 'cpsv:Rule',
    'dct:identifier': name,
    'dct:title': texts(title),
    'dct:description': texts(text),
  })
  const refusedOn = grounds.find((ground) => ground.id === silence?.ground)
  const taken = withdrawalText(variant)
  const hearing = procedure.steps.map((step) => step.hearing?.duration ?? null).find((each) => each !== null)
  return [
    ...(silence === undefined
      ? []
      : [
          rule(
            'silence',
            roomTexts.cpsv.silence,
            refusedOn === undefined ? providerSilenceText(silence) : withGround(providerSilenceText(silence), refusedOn.text),
          ),
        ]),
    ...(taken === null ? [] : [rule('withdrawal', roomTexts.cpsv.withdrawal, taken)]),
    ...(hearing === undefined ? [] : [rule('hearing', roomTexts.cpsv.hearing, termText(hearing))]),
    ...(nonAcceptance?.grounds ?? []).map((ground) => rule(`not-accepted-${ground.id}`, nonAcceptance!.title, ground.text)),
  ]
}

function withGround(said: LocalText, ground: LocalText): LocalText {
  return inAll((language) => `${said[language]} (${roomTexts.cpsv.ground[language]}: ${ground[language]})`)
}

function termWords(variant: Variant): LocalText {
  return variant.term === null ? sumText(sumOfTable(variant.procedure.steps)) : termText(variant.term.duration)
}

/** The act's own total, or the times of the staff procedure one after another. A duration knows no working days: they are counted as days, and the rule `term` has the exact words. */
function processingTime(variant: Variant): string | null {
  const steps = mainPath(variant.procedure.steps).flatMap((step) => step.time?.duration ?? [])
  return isoDuration(variant.term === null ? steps : [variant.term.duration])
}

/** The authority's hours by the day of the week, Monday 1. */
function hoursText({ authority }: Regulation): LocalText {
  const said = authority.officeHours.days.map(({ weekdays, opens, closes, breaks }) => {
    const pauses = breaks.map(({ from, to }) => `${from}–${to}`).join(', ')
    return `${weekdays.join(', ')}: ${opens}–${closes}${pauses === '' ? '' : ` (− ${pauses})`}`
  })
  return joined(
    authority.officeHours.title,
    inAll(() => said.join('; ')),
  )
}

function joined(one: LocalText, other: LocalText): LocalText {
  return inAll((language) => `${one[language]}: ${other[language]}`)
}

function texts(text: LocalText): readonly unknown[] {
  return LANGUAGES.map((language) => ({ '@language': language, '@value': text[language] }))
}

function day(value: string): unknown {
  return { '@type': 'xsd:date', '@value': value }
}

function ref(id: string): { readonly '@id': string } {
  return { '@id': id }
}
