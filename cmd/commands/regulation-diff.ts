import { differenceLines, differenceOf, packageDifference } from '@ruqsat/law'
import { type Call, type CliCommand, EXIT, LANGUAGE_OPTION, UsageError } from './command.ts'
import { dayOf } from './regulation-in-force.ts'
import { findRegulation } from './regulations.ts'

export const command: CliCommand = {
  purpose:
    'Tell in words what differs: one act on two days (which items, by which act, from when, what is unknown), or two packages of one act.',
  usage: '<folder|id> DATE DATE | <folder|id> <folder|id>',
  options: [LANGUAGE_OPTION],
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
  const { regulation } = (await findRegulation(call, word, language)).edition
  const lines = differenceLines(differenceOf(regulation, one, other))
  return [
    `${regulation.id}: ${regulation.service[language]}`,
    ...lines.flatMap(({ text, items }) => [`  ${text[language]}`, ...items.map((item) => `    ${item[language]}`)]),
  ]
}

async function ofPackages(call: Call, one: string, other: string): Promise<readonly string[]> {
  const language = call.language()
  const [before, after] = await Promise.all([findRegulation(call, one, language), findRegulation(call, other, language)])
  const lines = packageDifference(before.edition.regulation, after.edition.regulation)
  return [`${before.edition.hash.slice(0, 12)} -> ${after.edition.hash.slice(0, 12)}`, ...lines.map((line) => `  ${line[language]}`)]
}
