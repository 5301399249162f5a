import { fillText, inAll, sourceText, type Language, type LocalText, type Source } from '@ruqsat/foundation'
import { valueText } from '@ruqsat/documents'
import {
  correctingFields,
  describeEdition,
  noticesOf,
  noticeTime,
  providerSilenceRule,
  type RegisterQuestion,
  type Regulation,
  stepTableCsv,
  sumOfTable,
  sumText,
  termText,
  type Variant,
  withdrawalText,
} from '@ruqsat/law'
import { type CliCommand, EXIT, LANGUAGE_OPTION, onlyWord, UsageError } from './command.ts'
import { cellsOf, tableOf, tablesOf, variantOf } from './regulation-tables.ts'
import { AT_OPTION, findEdition, findRegulation } from './regulations.ts'
import { textTable } from './text-table.ts'
import texts from '../texts.yaml'
import ours from './texts.yaml'

export const command: CliCommand = {
  purpose: ours.regulation.show.purpose,
  usage: '<folder|id>',
  options: [
    { name: 'variant', value: 'ID', meaning: ours.regulation.show.variant },
    { name: 'view', value: 'ID', meaning: ours.regulation.show.view },
    LANGUAGE_OPTION,
    AT_OPTION,
    { name: 'csv', meaning: ours.regulation.show.csv },
  ],
  exits: { 0: ours.regulation.show.done },
  async run(call) {
    const language = call.language()
    const word = onlyWord(call, ours.usage.regulation)
    const [variantId, viewId] = [call.text('variant'), call.text('view')]
    if (viewId !== undefined && variantId === undefined)
      throw new UsageError(fillText(ours.usage.needsToo, { option: '--view', others: '--variant' }))
    if (call.has('csv') && viewId === undefined)
      throw new UsageError(fillText(ours.usage.needsToo, { option: '--csv', others: '--variant, --view' }))
    if (variantId === undefined) {
      const editions =
        call.text('at') === undefined ? await findRegulation(call, word, language) : [await findEdition(call, word, language)]
      for (const { edition, from, to } of editions) {
        if (from !== null || to !== null) call.say(`== ${from ?? '…'} – ${to ?? '…'}`)
        for (const line of describeEdition(edition, language)) call.say(line)
      }
      return EXIT.done
    }
    const { edition } = await findEdition(call, word, language)
    const variant = variantOf(edition, variantId)
    if (viewId === undefined) {
      for (const line of variantLines(edition.regulation, variant, language)) call.say(line)
      return EXIT.done
    }
    const table = tableOf(edition.regulation, variant, viewId, language)
    if (call.has('csv')) call.write(stepTableCsv(table, language))
    else call.say(`${table.title}\n\n${textTable(table.columns, cellsOf(table))}`)
    return EXIT.done
  },
}

const WORDS = texts.regulationShow.page satisfies Readonly<Record<string, LocalText>>

type Listed = { readonly text: LocalText; readonly source: Source }

function variantLines(regulation: Regulation, variant: Variant, language: Language): readonly string[] {
  const say = (word: keyof typeof WORDS): string => WORDS[word][language]
  const from = (source: Source): string =>
    ` (${source.act} ${sourceText(source)}${source.certainty === 'assumed' ? `, ${say('assumed')}` : ''})`
  const listed = (title: keyof typeof WORDS, items: readonly Listed[]): string[] =>
    items.length === 0 ? [] : [`${say(title)}:`, ...items.map(({ text, source }) => `  - ${text[language]}${from(source)}`)]
  const term =
    variant.term === null
      ? `${sumText(sumOfTable(variant.procedure.steps))[language]} (${say('sumOfSteps')})`
      : termText(variant.term.duration)[language] + from(variant.term.source)
  const payers = variant.fee?.onlyFor === undefined ? '' : `, ${texts.runs.applicants[variant.fee.onlyFor][language]}`
  const fee = variant.fee === null ? say('noFee') : `${variant.fee.mciRate} ${say('mci')}${payers}${from(variant.fee.source)}`
  const tables = tablesOf(regulation, variant, language).map(({ view, table }) => `  ${view}: ${table.title} (${table.rows.length})`)
  return [
    variant.name[language],
    variant.summary[language],
    `${say('term')}: ${term}`,
    ...(variant.silence === undefined
      ? []
      : [`${say('silence')}: ${providerSilenceRule(variant.silence)[language]}${from(variant.silence.source)}`]),
    ...(variant.withdrawal === undefined
      ? []
      : [`${say('withdrawal')}: ${withdrawalText(variant)![language]}${from(variant.withdrawal.source)}`]),
    `${say('fee')}: ${fee}`,
    ...listed('otherFees', otherFees(variant)),
    ...listed('requirements', variant.requirements),
    ...listed(
      'documents',
      variant.documents.map(({ name, source }) => ({ text: name, source })),
    ),
    ...listed('registers', (variant.registers ?? []).map(questionOf)),
    ...listed(
      'corrects',
      correctingFields(variant.form).map(({ label, corrects, source }) => ({
        text: inAll((each) => `${label[each]}: ${corrects}`),
        source,
      })),
    ),
    ...listed('grounds', variant.grounds),
    ...listed('notAccepted', variant.nonAcceptance?.grounds ?? []),
    ...listed('proceedings', variant.proceedings?.grounds ?? []),
    ...listed(
      'notices',
      noticesOf(regulation, variant).map(({ when, text, source }) => ({
        text: fillText(texts.regulationShow.notice, { when: noticeTime(when), text }),
        source,
      })),
    ),
    `${say('tables')}:`,
    ...tables,
  ]
}

/** Who pays another rate, and with which answers nothing is paid. */
function otherFees({ fee, form }: Variant): readonly Listed[] {
  if (fee === null) return []
  const fields = form.sections.flatMap((section) => section.fields)
  return [
    ...(fee.rates ?? []).map(({ onlyFor, field: id, answers = [], mciRate, source }) => {
      const field = fields.find((each) => each.id === id)
      const who = (language: Language) => [
        ...(onlyFor === undefined ? [] : [texts.runs.applicants[onlyFor][language]]),
        ...(field === undefined ? [] : [`${field.label[language]} ${answers.map((each) => valueText(field, each, language)).join(', ')}`]),
      ]
      return {
        text: inAll((language) => `${who(language).join('; ')}: ${mciRate} ${WORDS.mci[language]}`),
        source: source ?? fee.source,
      }
    }),
    ...(fee.free ?? []).flatMap(({ field: id, answers, source }) => {
      const field = fields.find((each) => each.id === id)
      if (field === undefined) return []
      const said = (language: Language) => answers.map((each) => valueText(field, each, language)).join(', ')
      return [
        {
          text: inAll((language) => `${WORDS.noFee[language]} (${field.label[language]} ${said(language)})`),
          source: source ?? fee.source,
        },
      ]
    }),
  ]
}

/** Which register is asked by what, and what it answers. */
function questionOf({ system, by, onlyFor, answers, source }: RegisterQuestion): Listed {
  const asked = `${system} (${by.field ?? by.known ?? ''})`
  const text = inAll((language) => {
    const who = onlyFor === undefined ? '' : `, ${texts.runs.applicants[onlyFor][language]}`
    return `${asked}${who}: ${answers.map(({ label }) => label[language]).join(', ')}`
  })
  return { text, source }
}
