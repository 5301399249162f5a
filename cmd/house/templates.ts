// Whether each template of a package can be set: with sample facts, in each language of a request, within the limits of the typesetter.
// Asked by `regulation check` and when the house starts, so that the head who prepares a document is not the first to find out.
import type { ZoneRules } from '@ruqsat/clock'
import { listValue, nonAcceptanceDocument, resultDocument, workDocument, type ResultInput } from '@ruqsat/documents'
import { Fault, fillText, type Instant, isRefusal, type Language, LANGUAGES, parsePrintableData, inAll, wordsOf } from '@ruqsat/foundation'
import { decidedBySilence, type Decision, type RegisterChange } from '@ruqsat/engine'
import { correctableVariants, isNumbered, resultActionOf, type Edition, type Field, type Regulation, type Variant } from '@ruqsat/law'
import type { Regulations } from '@ruqsat/regulations'
import { qrRows, type Typesetter } from '@ruqsat/typesetting'
import texts from '../texts.yaml'

/** `line` counts from 1; null where nobody can say which. */
export type TemplateProblem = { readonly file: string; readonly line: number | null; readonly text: string }

/** The file with its line, where one is known. */
export function placeOfProblem({ file, line }: Pick<TemplateProblem, 'file' | 'line'>): string {
  return line === null ? file : `${file}:${line}`
}

const AT: Instant = '2014-10-01T04:30:00.000Z'
/** The day on a sample is nobody's. */
const ZONE: ZoneRules = {
  kind: 'zone',
  id: 'sample',
  title: inAll(() => ''),
  rules: [{ fromInstant: '1900-01-01T00:00:00.000Z', offsetMinutes: 300, source: { act: 'act', item: '1', certainty: 'assumed' } }],
}
const VERIFY_URL = 'http://localhost/kk/verify/KZ00AAA00000001'
const QR = qrRows(VERIFY_URL)
const DECISIONS: readonly Decision[] = ['grant', 'refuse']

/** Each problem once, by file and line; what is said is in English where Typst says it. What was `set` before (of another edition, say) is not set again. */
export async function templateProblems(
  typesetter: Pick<Typesetter, 'problemsOf'>,
  regulation: Regulation,
  templateOf: (file: string) => string,
  language: Language = 'en',
  set = new Set<string>(),
): Promise<readonly TemplateProblem[]> {
  const found = new Map<string, TemplateProblem>()
  for (const { file, document } of [
    ...samplesOf(regulation).map(resultSheet),
    ...workSheets(regulation),
    ...nonAcceptanceSheets(regulation),
  ]) {
    const key = JSON.stringify([regulation.id, file, document])
    if (set.has(key)) continue
    set.add(key)
    for (const problem of await problemsOf(typesetter, { name: `${regulation.id}/${file}`, source: templateOf(file) }, document, language))
      found.set(`${file}:${problem.line}: ${problem.text}`, { file, ...problem })
  }
  return [...found.values()]
}

type Sheet = {
  readonly file: string
  readonly document: ReturnType<typeof resultDocument | typeof workDocument | typeof nonAcceptanceDocument>
}

function resultSheet(sample: ResultInput): Sheet {
  const { template } = sample.variant.results[sample.conclusion.decision]
  if (template === undefined) throw new Fault(`Expected a template of '${sample.variant.id}' but it has none`)
  return { file: template, document: resultDocument(sample) }
}

/** Letters and minutes, with everything answered and with only what must be. */
function workSheets(regulation: Regulation): readonly Sheet[] {
  const steps = regulation.variants.flatMap(({ procedure }) => procedure.steps)
  return steps.flatMap((step) => {
    const { writing } = step
    if (writing?.paper === undefined) return []
    const { paper, fields, files } = writing
    return [false, true].map((isWhole) => ({
      file: paper.template,
      document: workDocument({
        regulation,
        step,
        paper,
        written: {
          values: Object.fromEntries(fields.map(({ id, type, required }) => [id, isWhole || required ? sampleAnswer(type) : ''])),
          files: (isWhole ? files : []).map(({ id }) => ({
            slot: id,
            name: 'үлгі.jpg',
            mediaType: 'image/jpeg',
            sizeBytes: 1,
            sha256: '',
          })),
        },
        at: AT,
        zone: ZONE,
        requestNumber: 'AA-2014-000001',
        registeredAt: AT,
        holder: HOLDER,
        signer: { name: 'Үлгіева Үлгі', position: regulation.authority.name },
        verifyUrl: VERIFY_URL,
        qr: QR,
        sandbox: true,
      }),
    }))
  })
}

/** Refusals to accept with all grounds, by a template of the package; the house's own form is tested with the house. */
function nonAcceptanceSheets(regulation: Regulation): readonly Sheet[] {
  return regulation.variants.flatMap((variant) => {
    const { template: file, grounds } = variant.nonAcceptance ?? {}
    if (file === undefined || grounds === undefined) return []
    return LANGUAGES.map((language) => {
      const { conclusion, ...sample } = sampleOf(regulation, variant, 'refuse', language, language === 'ru')
      const refused = { ...conclusion, groundIds: grounds.map(({ id }) => id) }
      return { file, document: nonAcceptanceDocument({ ...sample, refused, isPaid: true }) }
    })
  })
}

const HOLDER = { name: 'Үлгіев Үлгі Үлгіұлы', iin: '850412400012', bin: null, address: 'Үлгі қаласы, Үлгі көшесі, 1' }

async function problemsOf(
  typesetter: Pick<Typesetter, 'problemsOf'>,
  template: { readonly name: string; readonly source: string },
  document: Sheet['document'],
  language: Language,
): Promise<readonly Omit<TemplateProblem, 'file'>[]> {
  const data = parsePrintableData(document)
  if (isRefusal(data)) return [{ line: null, text: wordsOf(data).text[language] }]
  const problems = await typesetter.problemsOf(template, data, { creationTimestamp: AT })
  if (isRefusal(problems)) return [{ line: null, text: wordsOf(problems).text[language] }]
  return problems.map(({ line, message }) => ({ line, text: fillText(texts.templates.typst, { message })[language] }))
}

/** A grant and a refusal with all its grounds, of a person and of a firm, with and without the opinion of another body. */
export function samplesOf(regulation: Regulation): readonly ResultInput[] {
  return [...ownSamples(regulation), ...correctedSamples(regulation)]
}

/** Papers that a variant may correct, as they are set then: by their own template, with the mark. */
function correctedSamples(regulation: Regulation): readonly ResultInput[] {
  const correcting = regulation.variants.find(({ results }) => resultActionOf(results.grant) === 'corrects')
  if (correcting === undefined) return []
  const { source, title: label } = correcting.results.grant
  const own = { regulation, source, at: AT, formerAt: AT, formerSigner: 'Үлгіева Үлгі', requestNumber: 'AA-2014-000002' }
  const correction = { ...own, changes: [{ label, before: label, after: label }] }
  return correctableVariants(regulation).flatMap((variant) =>
    [false, true].map((isFirm) => ({ ...sampleOf(regulation, variant, 'grant', 'kk', isFirm), correction })),
  )
}

/** A correction has no paper of its own: it is set as the one that it corrects. */
function ownSamples(regulation: Regulation): readonly ResultInput[] {
  const decisionsOf = ({ results }: Variant) => DECISIONS.filter((decision) => results[decision].template !== undefined)
  return regulation.variants.flatMap((variant) =>
    decisionsOf(variant).flatMap((decision) =>
      LANGUAGES.flatMap((language) =>
        [false, true].flatMap((isFirm) => {
          const sample = sampleOf(regulation, variant, decision, language, isFirm)
          return decidedBySilence(variant) === decision ? [sample, bySilence(sample)] : [sample]
        }),
      ),
    ),
  )
}

function sampleOf(regulation: Regulation, variant: Variant, decision: Decision, language: Language, isFirm: boolean): ResultInput {
  const isGrant = decision === 'grant'
  const explanation = 'Бірінші дерек: ≥ 500 т.\n\nЕкінші дерек — тізімде № 7.'
  return {
    regulation,
    variant,
    conclusion: {
      decision,
      groundIds: isGrant ? [] : variant.grounds.map(({ id }) => id),
      explanation: isGrant ? '' : explanation,
      ...(language !== 'kk' && { inStateLanguage: explanation }),
    },
    language,
    opinions: isFirm ? [{ opinion: 'objects', reason: explanation, body: regulation.authority.name, at: AT }] : [],
    confirmations: [],
    number: isGrant && isNumbered(variant.results.grant.kind) ? NUMBER : null,
    answers: sampleAnswers(variant),
    change: isGrant ? sampleChange(variant) : null,
    works: sampleWorks(variant),
    ...(variant.proceedings && { basis: { groundIds: variant.proceedings.grounds.map(({ id }) => id), reason: explanation } }),
    requestNumber: 'AA-2014-000001',
    view: variant.views[0]?.id ?? '',
    registeredAt: AT,
    at: AT,
    zone: ZONE,
    holder: {
      name: isFirm ? '«Үлгі» жауапкершілігі шектеулі серіктестігі' : 'Үлгіев Үлгі Үлгіұлы',
      iin: isFirm ? null : '850412400012',
      bin: isFirm ? '080340001111' : null,
      address: 'Үлгі қаласы, Үлгі көшесі, 1',
    },
    signer: { name: 'Үлгіева Үлгі', position: regulation.authority.name },
    verifyUrl: VERIFY_URL,
    qr: QR,
    sandbox: true,
  }
}

/** The same paper where nobody decided in time, and nobody wrote an explanation. */
function bySilence(sample: ResultInput): ResultInput {
  const { decision, groundIds } = sample.conclusion
  return { ...sample, conclusion: { decision, groundIds, explanation: '' }, deemedSince: AT }
}

const NUMBER = 'KZ00AAA00000001'

function sampleAnswers({ form }: Variant): Readonly<Record<string, string>> {
  const fields = form.sections.flatMap((section) => section.fields)
  return Object.fromEntries(fields.map(({ id, type }) => [id, sampleAnswer(type)]))
}

function sampleWorks({ procedure }: Variant): NonNullable<ResultInput['works']> {
  const written = procedure.steps.flatMap(({ id, writing }) => (writing === undefined ? [] : [{ id, writing }]))
  return Object.fromEntries(
    written.map(({ id, writing: { fields, answer } }) => [
      id,
      Object.fromEntries([...fields, ...(answer?.fields ?? [])].map((field) => [field.id, sampleAnswer(field.type)])),
    ]),
  )
}

function sampleAnswer(type: Field['type']): string {
  switch (type.kind) {
    case 'list': {
      const entry = Object.fromEntries(type.fields.map((each) => [each.id, sampleAnswer(each.type)]))
      return listValue(Array.from({ length: Math.max(2, type.least ?? 1) }, () => entry))
    }
    case 'choice':
      return type.options[0]?.id ?? ''
    case 'date':
      return AT.slice(0, 10)
    case 'number':
      return String(type.min)
    case 'yesNo':
      return 'yes'
    case 'iin':
    case 'bin':
      return '850412400012'
    case 'text':
      return 'Үлгі мәтін № 7'.slice(0, type.maxLength)
  }
}

function sampleChange({ results: { grant } }: Variant): RegisterChange | null {
  const does = resultActionOf(grant)
  if (does === 'issues' && grant.validity === undefined) return null
  const number = isNumbered(grant.kind) ? NUMBER : null
  return { does, number, earlier: does === 'issues' ? null : NUMBER, from: '2014-10-01', until: grant.validity ? '2015-10-01' : null }
}

/** For the log of a house that starts, while it is up already: what a head would meet. It warms the typesetter as well. */
export async function reportTemplates(
  typesetter: Pick<Typesetter, 'problemsOf'>,
  offered: readonly Edition[],
  regulations: Pick<Regulations, 'template'>,
  log: { error(facts: object, message: string): void },
): Promise<void> {
  const set = new Set<string>()
  for (const { hash, regulation } of offered) {
    const textOf = (file: string) => regulations.template(hash, file)
    // A house that is stopped in the meantime has nothing to report.
    const problems = await templateProblems(typesetter, regulation, textOf, 'en', set).catch(() => [])
    for (const problem of problems)
      log.error(
        { event: 'templates', regulation: regulation.id, place: placeOfProblem(problem), problem: problem.text },
        'a template cannot be set in type',
      )
  }
}
