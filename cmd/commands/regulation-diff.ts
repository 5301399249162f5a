import type { Language } from '@ruqsat/foundation'
import { type Edition, differenceLines, differenceOf, packageDifference } from '@ruqsat/law'
import { type Call, type CliCommand, EXIT, LANGUAGE_OPTION, UsageError } from './command.ts'
import { AT_OPTION, dayOf, findEdition, findRegulation, nearestEdition } from './regulations.ts'

export const command: CliCommand = {
  purpose:
    'Tell in words what differs: one act on two days (which items, by which act, from when, what is unknown), or two packages of one act.',
  usage: '<folder|id> DATE DATE | <folder|id> <folder|id>',
  options: [AT_OPTION, LANGUAGE_OPTION],
  exits: { 0: 'told, also where nothing differs' },
  async run(call) {
    const [first, second, third, more] = call.words
    if (first === undefined || second === undefined || more !== undefined)
      throw new UsageError('a regulation and two days, or two packages, are needed')
    for (const line of third === undefined ? await ofPackages(call, first, second) : await ofDays(call, first, [second, third]))
      call.say(line)
    return EXIT.done
  },
}

async function ofDays(call: Call, word: string, days: readonly [string, string]): Promise<readonly string[]> {
  const language = call.language()
  const [one, other] = [dayOf('the first day', days[0]), dayOf('the second day', days[1])]
  const editions = await findRegulation(call, word, language)
  const [earlier, later] = [one, other].toSorted().map((day) => nearestEdition(editions, day).edition)
  const { regulation } = later!
  const lines = differenceLines(differenceOf(regulation, one, other))
  return [
    `${regulation.id}: ${regulation.service[language]}`,
    ...lines.flatMap(({ text, items }) => [`  ${text[language]}`, ...items.map((item) => `    ${item[language]}`)]),
    ...(earlier!.hash === later!.hash ? [] : difference(earlier!, later!, language).map((line) => `  ${line}`)),
  ]
}

async function ofPackages(call: Call, one: string, other: string): Promise<readonly string[]> {
  const language = call.language()
  const [before, after] = await Promise.all([findEdition(call, one, language), findEdition(call, other, language)])
  return difference(before.edition, after.edition, language)
}

function difference(before: Edition, after: Edition, language: Language): readonly string[] {
  const lines = packageDifference(before.regulation, after.regulation)
  return [`${before.hash.slice(0, 12)} -> ${after.hash.slice(0, 12)}`, ...lines.map((line) => `  ${line[language]}`)]
}
