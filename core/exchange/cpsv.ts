import { type LocalText, LANGUAGES, inAll, fillText } from '@ruqsat/foundation'
import type { Duration } from '@ruqsat/clock'
import { type Edition, mainPath, type Regulation, sumOfTable, sumText, termText, type Variant, type View } from '@ruqsat/law'
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
      'cv:hasCost': [ref(`${id}:cost`)],
      'cpsv:hasInput': variant.documents.map((slot) => ref(`${id}:input:${slot.id}`)),
      'cpsv:produces': ['grant', 'refuse'].map((kind) => ref(`${id}:output:${kind}`)),
      'cpsv:follows': [ref(`${id}:term`), ...variant.grounds.map((ground) => ref(`${id}:ground:${ground.id}`))],
      'cv:holdsRequirement': variant.requirements.map((each) => ref(`${id}:requirement:${each.id}`)),
      ...(time !== null && { 'cv:processingTime': { '@type': 'xsd:duration', '@value': time } }),
    },
    ...variant.views.map((view) => channelNode(view, id)),
    costNode(variant, id),
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

/** A multiple of an index has no value in money until the day of payment: it is said in words. Nothing is a value. */
function costNode({ fee }: Variant, id: string): Node {
  const cost = { '@id': `${id}:cost`, '@type': 'cv:Cost', 'dct:identifier': 'fee' }
  if (fee === null)
    return { ...cost, 'cv:hasValue': { '@type': 'xsd:double', '@value': '0' }, 'dct:description': texts(roomTexts.cpsv.free) }
  return { ...cost, 'dct:description': texts(fillText(roomTexts.cpsv.cost, { name: fee.name, rate: fee.mciRate })) }
}

function termWords(variant: Variant): LocalText {
  return variant.term === null ? sumText(sumOfTable(variant.procedure.steps)) : termText(variant.term.duration)
}

/** The act's own total, or the times of the staff procedure one after another. A duration knows no working days: they are counted as days, and the rule `term` has the exact words. */
function processingTime(variant: Variant): string | null {
  const steps = mainPath(variant.procedure.steps).flatMap((step) => step.time?.duration ?? [])
  return duration(variant.term === null ? steps : [variant.term.duration])
}

function duration(parts: readonly Duration[]): string | null {
  const sum = (unit: Duration['unit']): number => parts.filter((part) => part.unit === unit).reduce((total, part) => total + part.amount, 0)
  const [days, hours, minutes, seconds] = [sum('workingDays') + sum('calendarDays'), sum('hours'), sum('minutes'), sum('seconds')]
  const time = [hours > 0 ? `${hours}H` : '', minutes > 0 ? `${minutes}M` : '', seconds > 0 ? `${seconds}S` : ''].join('')
  if (days === 0 && time === '') return null
  return `P${days > 0 ? `${days}D` : ''}${time === '' ? '' : `T${time}`}`
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
