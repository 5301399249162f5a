import { resolve } from 'node:path'
import { fillText, type Language, type LocalText } from '@ruqsat/foundation'
import { formatPackageError, type ClockTables, type PackageError } from '@ruqsat/law'
import { proveEdition, type ProofClaim, type Proof } from '@ruqsat/scenarios'
import { readPackage, readTables } from '@ruqsat/regulations'
import texts from '../texts.yaml'
import { EXIT, LANGUAGE_OPTION, type Call, type CliCommand } from './command.ts'
import { foldersOf, holdsPackage, tablesFolderOf } from './regulations.ts'
import ours from './texts.yaml'

const WORDS = texts.regulationProve

export const command: CliCommand = {
  purpose: ours.regulation.prove.purpose,
  usage: '[folder…]',
  options: [LANGUAGE_OPTION, { name: 'json', meaning: ours.regulation.prove.json }],
  exits: { 0: ours.regulation.prove.done, 1: ours.regulation.prove.refuted },
  notes: [ours.regulation.prove.scenario, ours.regulation.prove.calendars],
  async run(call) {
    const proofs: Proved[] = []
    for (const folder of await foldersOf(call)) {
      if (await holdsPackage(folder)) proofs.push(...(await provedIn(call, folder)))
      else if (call.words.length > 0) call.warn(`${folder}: ${texts.regulations.noPackage[call.language()]}`)
    }
    if (call.has('json'))
      call.say(
        JSON.stringify(
          proofs.map(({ folder, proof, errors }) => ({ folder, ...proof, errors })),
          null,
          2,
        ),
      )
    else for (const each of proofs) call.write(reportOf(each, call.language()))
    return proofs.length > 0 && proofs.every(isHeld) ? EXIT.done : EXIT.refused
  },
}

type Proved = { readonly folder: string; readonly proof: Proof | null; readonly errors: readonly PackageError[] }

const isHeld = ({ proof }: Proved) => proof !== null && proof.claims.every(({ verdict }) => verdict !== 'refuted')

async function provedIn(call: Call, folder: string): Promise<readonly Proved[]> {
  const read = await readPackage(resolve(folder))
  if (read.kind === 'broken') return [{ folder, proof: null, errors: read.errors }]
  const tables: ClockTables = await readTables(await tablesFolderOf(call, folder))
  const { edition, later, findings, from, to } = read
  return [{ edition, from, to }, ...later].map((each) => ({ folder, proof: proveEdition(each, findings, tables), errors: [] }))
}

function reportOf({ folder, proof, errors }: Proved, language: Language): string {
  if (proof === null)
    return [`${folder}: ${WORDS.broken[language]}`, ...errors.map((error) => `  ${formatPackageError(error, language)}`), ''].join('\n')
  const refuted = proof.claims.filter(({ verdict }) => verdict === 'refuted').length
  const head = fillText(refuted === 0 ? WORDS.held : WORDS.refuted, {
    folder,
    hash: proof.hash.slice(0, 12),
    count: proof.claims.length,
    refuted,
  })
  return [head[language], ...proof.claims.flatMap((claim) => claimLines(claim, language)), ''].join('\n')
}

function claimLines({ id, variant, verdict, facts, counterExamples, bound }: ProofClaim, language: Language): readonly string[] {
  const say = (text: LocalText) => text[language]
  return [
    `  [${say(WORDS.verdicts[verdict])}] ${variant}: ${say(WORDS.claims[id])}`,
    ...facts.map((fact) => `      ${say(fact)}`),
    ...(bound === null ? [] : [`      ${say(WORDS.within)}: ${say(bound)}`]),
    ...counterExamples.flatMap(({ text, scenario }) => [
      `      ${say(WORDS.counterExample)}: ${say(text)}`,
      ...(scenario ?? '').split('\n').flatMap((line) => (line === '' ? [] : [`        ${line}`])),
    ]),
  ]
}
