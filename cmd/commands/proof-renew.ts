import { writeFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { formatInstant } from '@ruqsat/clock'
import { fillText } from '@ruqsat/foundation'
import { nationalZone, readTables } from '@ruqsat/regulations'
import { type CliCommand, EXIT, LANGUAGE_OPTION, onlyWord } from './command.ts'
import { withOwnTrust } from './own-trust.ts'
import { folderOfCall } from './regulations.ts'
import { bytesOf, contentOf, exitOf, reportLines, withoutControls } from './verify.ts'
import { openWorkplace } from './workplace.ts'
import roomTexts from '../texts.yaml'

const WORDS = roomTexts.proofRenew

export const command: CliCommand = {
  purpose:
    'Renew the proof of a signed PDF or CMS: add the certificates and the statements about revocation that its signatures need, and a time stamp over all of it.',
  usage: '<file>',
  options: [
    { name: 'out', value: 'FILE', isNeeded: true, meaning: 'where the renewed file is written; the given one stays as it is' },
    {
      name: 'content',
      value: 'FILE',
      meaning: 'what was signed, where the file is a signature alone; the file of the same name without its ending where absent',
    },
    { ...LANGUAGE_OPTION, meaning: 'the language of the answer; en where absent' },
  ],
  exits: {
    0: 'renewed: a PDF proves its time for as long as the new stamp holds (B-LTA), CMS is judged without asking anybody (B-LT)',
    1: 'refused: the file does not hold, and nothing is written',
    2: 'the time-stamping authority did not answer, or the file cannot be judged now; nothing is written',
  },
  notes: [
    'Do it before the certificate of the last stamp runs out, or before its algorithms are called weak: what has ended proves nothing.',
  ],
  async run(call) {
    const language = call.language()
    const path = onlyWord(call, 'file')
    const bytes = await bytesOf(path)
    if (typeof bytes === 'string') {
      call.warn(bytes)
      return EXIT.undecided
    }
    const content = await contentOf(path, call.text('content'))
    const given = { bytes, ...(content !== null && { content }) }
    const renewed = await withOwnTrust(await openWorkplace(call), false, (trust) => trust.renewProof(given))
    const zone = nationalZone(await readTables(pathToFileURL(`${folderOfCall(call)}/calendars/`)))
    if (renewed.kind === 'renewed') {
      await writeFile(call.text('out')!, renewed.bytes)
      const at = formatInstant(renewed.at, zone, language)
      call.say(fillText(WORDS.renewed, { path: call.text('out')!, level: renewed.level, at })[language])
      return EXIT.done
    }
    if (renewed.kind === 'unproved') {
      call.warn(fillText(WORDS.unproved, { why: renewed.why })[language])
      return EXIT.undecided
    }
    for (const line of reportLines(renewed.report, language, zone)) call.say(withoutControls(line))
    return renewed.report.kind === 'valid' ? EXIT.undecided : exitOf(renewed.report)
  },
}
