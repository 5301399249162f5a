import type { Language } from '@ruqsat/foundation'
import { differenceLines, differenceOf, packageDifference } from '@ruqsat/law'
import { type Command, EXIT, LANGUAGE_OPTION, UsageError } from './command.ts'
import { dayOf } from './regulation-in-force.ts'
import { findRegulation } from './regulations.ts'

export const command: Command = {
  purpose:
    'Tell in words what differs: one act on two days (which items, by which act, from when, what is unknown), or two packages of one act.',
  usage: '<folder|id> DATE DATE | <folder|id> <folder|id>',
  options: [LANGUAGE_OPTION],
  exits: { 0: 'told, also where nothing differs' },
  async run(call) {
    const language = call.language()
    const [first, second, third, more] = call.words
    if (first === undefined || second === undefined || more !== undefined)
      throw new UsageError('a regulation and two days, or two packages, are needed')
    for (const line of third === undefined ? await ofPackages(first, second, language) : await ofDays(first, [second, third], language))
      call.say(line)
    return EXIT.done
  },
}

async function ofDays(word: string, days: readonly [string, string], language: Language): Promise<readonly string[]> {
  const [one, other] = [dayOf('the first day', days[0]), dayOf('the second day', days[1])]
  const { regulation } = (await findRegulation(word, language)).edition
  const lines = differenceLines(differenceOf(regulation, one, other))
  return [
    `${regulation.id}: ${regulation.service[language]}`,
    ...lines.flatMap(({ text, items }) => [`  ${text[language]}`, ...items.map((item) => `    ${item[language]}`)]),
  ]
}

async function ofPackages(one: string, other: string, language: Language): Promise<readonly string[]> {
  const [before, after] = await Promise.all([findRegulation(one, language), findRegulation(other, language)])
  const lines = packageDifference(before.edition.regulation, after.edition.regulation)
  return [`${before.edition.hash.slice(0, 12)} -> ${after.edition.hash.slice(0, 12)}`, ...lines.map((line) => `  ${line[language]}`)]
}
