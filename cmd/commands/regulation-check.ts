import { exists } from '@ruqsat/installation'
import { basename, dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Language } from '@ruqsat/foundation'
import { editionsOf, packageFile, type ClockTables, type Loaded, type PackageFile } from '@ruqsat/law'
import { checkReport, openRegulations, readPackage, type CheckedPackage, type Regulations } from '@ruqsat/regulations'
import { editionsFor, runScenario, scenariosOf, type Scenario } from '@ruqsat/scenarios'
import { openTypesetter, type Typesetter } from '@ruqsat/typesetting'
import { runsToItsEnd } from '../runs.ts'
import { placeOfProblem, templateProblems } from '../house/templates.ts'
import { type CliCommand, EXIT, LANGUAGE_OPTION } from './command.ts'
import { failureLine } from './scenario-failures.ts'
import { foldersOf, holdsPackage } from './regulations.ts'
import texts from '../texts.yaml'
import ours from './texts.yaml'

export const command: CliCommand = {
  purpose: ours.regulation.check.purpose,
  usage: '[folder…]',
  options: [LANGUAGE_OPTION],
  exits: { 0: ours.regulation.check.done, 1: ours.regulation.check.refused },
  notes: [ours.regulation.check.folders, ours.regulation.check.calendars],
  async run(call) {
    const language = call.language()
    const folders = await foldersOf(call)
    const packages: string[] = []
    for (const folder of folders) {
      if (await holdsPackage(folder)) packages.push(folder)
      else if (folders.length > 1) call.warn(`${folder}: ${texts.regulations.noPackage[language]}`)
    }
    if (packages.length === 0) {
      call.warn(texts.regulations.noPackageAtAll[language])
      return EXIT.refused
    }
    const homes = await openedHomes(packages)
    const typesetter = openTypesetter()
    let code: number = EXIT.done
    try {
      for (const folder of packages) {
        const report = checkReport(folder, await checkedIn(folder, homes, typesetter, language), language)
        call.say(report.text.trimEnd())
        if (report.exitCode !== 0) code = EXIT.refused
      }
    } finally {
      await typesetter.close()
    }
    for (const [home, opened] of homes) {
      if (typeof opened !== 'string') continue
      call.say(`${join(home, 'calendars')}: ${opened}`)
      code = EXIT.refused
    }
    return code
  },
}

type Homes = ReadonlyMap<string, Regulations | string>

/** Each folder of packages with its tables, or why they cannot be read. Where there are no tables, a package is looked at alone. */
async function openedHomes(packages: readonly string[]): Promise<Homes> {
  const homes = new Map<string, Regulations | string>()
  for (const home of new Set(packages.map(homeOf))) if (await exists(join(home, 'calendars'))) homes.set(home, await opening(home))
  return homes
}

/** As it was written, so that a message names the path that the person knows. */
function homeOf(folder: string): string {
  return basename(folder) === basename(resolve(folder)) ? dirname(folder) : dirname(resolve(folder))
}

async function opening(home: string): Promise<Regulations | string> {
  try {
    return await openRegulations(pathToFileURL(`${resolve(home)}/`), { further: runsToItsEnd })
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** All that is found in a package; what shows only together with the other folders is found where these were opened. */
async function checkedIn(folder: string, homes: Homes, typesetter: Typesetter, language: Language): Promise<CheckedPackage> {
  const home = homes.get(homeOf(folder))
  const opened = typeof home === 'object' ? home : null
  const name = basename(resolve(folder))
  const broken = opened?.broken.find((each) => each.folder === name)
  if (broken !== undefined) return found(broken.loaded, { errors: broken.errors })
  const packages = opened?.packages.filter((each) => each.folder === name) ?? []
  if (packages.length > 0) {
    const { files, findings } = packages[0]!
    const scenarios = failedScenarios(packages, files, opened!.tables, language)
    return {
      editions: packages,
      findings,
      errors: [],
      failures: [...scenarios, ...(await brokenTemplates(typesetter, packages, files, language))],
    }
  }
  const { files, ...read } = await readPackage(folder)
  if (read.kind === 'broken') return found(read.act ?? null, { errors: read.errors })
  const failures = await brokenTemplates(typesetter, editionsOf(read), files, language)
  return found(read, { errors: [], failures, ...(home === undefined && { missingTables: join(homeOf(folder), 'calendars') }) })
}

function found(loaded: Loaded | null, rest: Omit<CheckedPackage, 'editions' | 'findings'>): CheckedPackage {
  return { editions: loaded === null ? [] : editionsOf(loaded), findings: loaded?.findings ?? [], ...rest }
}

/** Each template of each variant of each edition, set with sample facts in each language; what several have in common is said once. */
async function brokenTemplates(
  typesetter: Typesetter,
  editions: CheckedPackage['editions'],
  files: readonly PackageFile[],
  language: Language,
): Promise<readonly string[]> {
  const textOf = (file: string) => packageFile(files, file)?.text ?? ''
  const [lines, set] = [new Set<string>(), new Set<string>()]
  for (const { edition } of editions) {
    const problems = await templateProblems(typesetter, edition.regulation, textOf, language, set)
    for (const problem of problems) lines.add(`${placeOfProblem(problem)}: ${problem.text}`)
  }
  return [...lines]
}

/** Each line of a scenario that the engine answers otherwise, in the edition of the day that the scenario is about. */
function failedScenarios(
  editions: CheckedPackage['editions'],
  files: readonly PackageFile[],
  tables: ClockTables,
  language: Language,
): readonly string[] {
  const lines = scenariosOf(files).flatMap((scenario) =>
    editionsFor(scenario, editions)
      .flatMap(({ edition }) => failuresOf(scenario, { edition, tables }, language))
      .map((line) => `${scenario.path}:${line}`),
  )
  return [...new Set(lines)]
}

/** A scenario that the engine cannot run at all fails at its first line. */
function failuresOf(scenario: Scenario, context: Parameters<typeof runScenario>[1], language: Language): readonly string[] {
  try {
    return runScenario(scenario, context).failures.map((failure) => failureLine(failure, language))
  } catch (error) {
    return [`1: ${error instanceof Error ? error.message : String(error)}`]
  }
}
