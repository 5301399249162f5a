import { exists } from '@ruqsat/installation'
import { basename, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Language } from '@ruqsat/foundation'
import { loadRegulation, type PackageError, type PackageFile } from '@ruqsat/law'
import { checkReport, openRegulations, readPackageFiles, type Regulations } from '@ruqsat/regulations'
import { runScenario, scenariosOf, type Scenario } from '@ruqsat/scenarios'
import { openTypesetter, type Typesetter } from '@ruqsat/typesetting'
import { runsToItsEnd } from '../runs.ts'
import { templateProblems } from '../house/templates.ts'
import { type CliCommand, EXIT, LANGUAGE_OPTION } from './command.ts'
import { failureLine } from './scenario-failures.ts'
import { foldersOf, holdsPackage, shown } from './regulations.ts'

export const command: CliCommand = {
  purpose:
    'Check regulation packages: every error with file and line, every finding with its decided reading, every scenario that does not go as it says, every template that cannot be set.',
  usage: '[folder…]',
  options: [LANGUAGE_OPTION],
  exits: {
    0: 'every package is sound, every finding has a decided reading, every scenario goes as it says',
    1: 'an error, a finding that nobody has decided, or a scenario that goes otherwise',
  },
  notes: [
    'Folders may be patterns; without any, all of regulations/ is checked, or of the folder in RUQSAT_REGULATIONS. A folder that holds no package (calendars, schema, reports) is named and passed over;',
    "the clock's tables in calendars/ are read with the packages beside them; without them no scenario is run.",
  ],
  async run(call) {
    const language = call.language()
    const folders = await foldersOf(call)
    const packages: string[] = []
    for (const folder of folders) {
      if (await holdsPackage(folder)) packages.push(folder)
      else if (folders.length > 1) call.warn(`${shown(folder)}: holds no package, passed over`)
    }
    if (packages.length === 0) {
      call.warn('Expected a folder with a package (act.yaml, units.yaml, variants/, views/, procedure/) but found none')
      return EXIT.refused
    }
    const homes = await openedHomes(packages)
    let code: number = EXIT.done
    const typesetter = openTypesetter()
    for (const folder of packages) {
      const files = await readPackageFiles(folder)
      const report = checkReport(shown(folder), files, language, errorsBeside(folder, homes))
      const unset = await brokenTemplates(typesetter, files, language)
      call.say(report.text.trimEnd())
      for (const line of unset) call.say(`${shown(folder)}: ${line}`)
      if (report.exitCode !== 0 || unset.length > 0) code = EXIT.refused
    }
    await typesetter.close()
    for (const [home, opened] of homes) {
      const lines =
        typeof opened === 'string' ? [`${shown(join(home, 'calendars'))}: ${opened}`] : failedScenarios(home, opened, packages, language)
      for (const line of lines) call.say(line)
      if (lines.length > 0) code = EXIT.refused
    }
    return code
  },
}

/** Each template of each variant, set with sample facts in each language; of a package that cannot be read nothing is known. */
async function brokenTemplates(typesetter: Typesetter, files: readonly PackageFile[], language: Language): Promise<readonly string[]> {
  const loaded = loadRegulation(files)
  if (!('edition' in loaded)) return []
  const textOf = (file: string) => files.find(({ path }) => path === file)?.text ?? ''
  const problems = await templateProblems(typesetter, loaded.edition.regulation, textOf, language)
  return problems.map(({ file, line, text }) => `${file}:${line}: ${text}`)
}

/** Each folder of packages with its tables, or why they cannot be read. Where there are no tables, a package is looked at alone. */
async function openedHomes(packages: readonly string[]): Promise<ReadonlyMap<string, Regulations | string>> {
  const homes = new Map<string, Regulations | string>()
  for (const home of new Set(packages.map((folder) => dirname(folder))))
    if (await exists(join(home, 'calendars'))) homes.set(home, await opening(home))
  return homes
}

/**
 * What shows only together with the other folders: tables that a package names and that do not exist, an office that is closed, two
 * packages of one id.
 */
function errorsBeside(folder: string, homes: ReadonlyMap<string, Regulations | string>): readonly PackageError[] {
  const opened = homes.get(dirname(folder))
  if (opened === undefined || typeof opened === 'string') return []
  return opened.broken.find((each) => each.folder === basename(folder))?.errors ?? []
}

async function opening(home: string): Promise<Regulations | string> {
  try {
    return await openRegulations(pathToFileURL(`${home}/`), { further: runsToItsEnd })
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Each line of a scenario that the engine answers otherwise. */
function failedScenarios(home: string, { packages, tables }: Regulations, asked: readonly string[], language: Language): readonly string[] {
  const ours = packages.filter(({ folder }) => asked.includes(join(home, folder)))
  return ours.flatMap(({ folder, edition, files }) =>
    scenariosOf(files)
      .flatMap((scenario) => failuresOf(scenario, { edition, tables }, language).map((line) => `${scenario.path}:${line}`))
      .map((line) => `${shown(join(home, folder))}: ${line}`),
  )
}

/** A scenario that the engine cannot run at all fails at its first line. */
function failuresOf(scenario: Scenario, context: Parameters<typeof runScenario>[1], language: Language): readonly string[] {
  try {
    return runScenario(scenario, context).failures.map((failure) => failureLine(failure, language))
  } catch (error) {
    return [`1: ${error instanceof Error ? error.message : String(error)}`]
  }
}
