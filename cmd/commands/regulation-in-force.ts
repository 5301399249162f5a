import { type Language, type LocalDate } from '@ruqsat/foundation'
import { editionAt, editionLines } from '@ruqsat/law'
import { type Call, type CliCommand, EXIT, LANGUAGE_OPTION } from './command.ts'
import { dayOf, findRegulation, type Named, nearestEdition, regulationsOf } from './regulations.ts'

import texts from '../texts.yaml'
import ours from './texts.yaml'

export const command: CliCommand = {
  purpose: ours.regulation.inForce.purpose,
  usage: '[folder|id…]',
  options: [{ name: 'at', value: 'YYYY-MM-DD', isNeeded: true, meaning: ours.regulation.inForce.at }, LANGUAGE_OPTION],
  exits: { 0: ours.regulation.inForce.done, 1: ours.regulation.broken },
  notes: [ours.regulation.inForce.bounds],
  async run(call) {
    const language = call.language()
    const day = dayOf('--at', call.text('at'))
    const { acts, code } = await named(call, language, day)
    for (const { edition } of acts) {
      const { regulation } = edition
      call.say(`${regulation.id}: ${regulation.service[language]}`)
      for (const { depth, text } of editionLines(regulation, editionAt(regulation, day)))
        call.say(`${'  '.repeat(depth + 1)}${text[language]}`)
    }
    return code
  },
}

async function named(
  call: Call,
  language: Language,
  day: LocalDate,
): Promise<{ readonly acts: readonly Pick<Named, 'edition'>[]; readonly code: number }> {
  if (call.words.length > 0) {
    const acts = await Promise.all(call.words.map((word) => findRegulation(call, word, language)))
    return { acts: acts.map((editions) => nearestEdition(editions, day)), code: EXIT.done }
  }
  const { packages, broken } = await regulationsOf(call)
  for (const { folder } of broken) call.warn(`regulations/${folder}: ${texts.regulations.unreadable[call.language()]}`)
  const acts = [...Map.groupBy(packages, (each) => each.edition.regulation.id).values()]
  return { acts: acts.map((editions) => nearestEdition(editions, day)), code: broken.length > 0 ? EXIT.refused : EXIT.done }
}
