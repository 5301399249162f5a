import { readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { caseFailureLine, runCase } from '@ruqsat/engine'
import type { Language } from '@ruqsat/foundation'
import { formatPackageError, loadRegulation, type PackageFile } from '@ruqsat/law'
import { type BrokenPackage, checkReport, openRegulations, readPackageFiles, type Regulations } from '@ruqsat/regulations'
import { openTypesetter, type Typesetter } from '@ruqsat/typesetting'
import { runsToItsEnd } from '../runs.ts'
import { templateProblems } from '../templates.ts'
import { type Command, EXIT, LANGUAGE_OPTION } from './command.ts'
import { exists, foldersOf, holdsPackage, shown } from './regulations.ts'

export const command: Command = {
  purpose:
    'Check regulation packages: every error with file and line, every finding with its decided reading, every case that does not go as it says, every template that cannot be set.',
  usage: '[folder…] [--language kk|ru|en]',
  options: [LANGUAGE_OPTION],
  exits: {
    0: 'every package is sound, every finding has a decided reading, every case goes as it says',
    1: 'an error, a finding that nobody has decided, or a case that goes otherwise',
  },
  notes: [
    'Folders may be patterns; without any, all of regulations/ is checked, or of the folder in RUQSAT_REGULATIONS. A folder that holds no package (calendars, schema, reports) is named and passed over;',
    "the clock's tables in calendars/ are read with the packages beside them; without them no case is run.",
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
    let code: number = EXIT.done
    const typesetter = openTypesetter()
    for (const folder of packages) {
      const files = await readPackageFiles(folder)
      const report = checkReport(shown(folder), files, language)
      const unset = await brokenTemplates(typesetter, files, language)
      call.say(report.text.trimEnd())
      for (const line of unset) call.say(`${shown(folder)}: ${line}`)
      if (report.exitCode !== 0 || unset.length > 0) code = EXIT.refused
    }
    await typesetter.close()
    for (const line of await beside(packages, language)) {
      call.say(line)
      code = EXIT.refused
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

/** What shows only beside the other folders: tables that cannot be read or that a package names in vain, two packages of one id. */
async function beside(packages: readonly string[], language: Language): Promise<readonly string[]> {
  const homes = [...new Set(packages.map((folder) => dirname(folder)))]
  const lines: string[] = []
  for (const home of homes) {
    if (!(await exists(join(home, 'calendars')))) continue
    const opened = await opening(home)
    if (typeof opened === 'string') lines.push(`${shown(join(home, 'calendars'))}: ${opened}`)
    else lines.push(...(await newlyBroken(home, opened.broken, packages, language)), ...failedCases(home, opened, packages, language))
  }
  return lines
}

async function opening(home: string): Promise<Regulations | string> {
  try {
    return await openRegulations(pathToFileURL(`${home}/`), { further: runsToItsEnd })
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Each line of a case that the engine answers otherwise. */
function failedCases(home: string, { packages, tables }: Regulations, asked: readonly string[], language: Language): readonly string[] {
  const ours = packages.filter(({ folder }) => asked.includes(join(home, folder)))
  return ours.flatMap(({ folder, edition, files }) =>
    files
      .filter(({ path }) => /^cases\/[^/]+\.txt$/.test(path))
      .flatMap(({ path, text }) => failuresOf(text, { edition, tables }, language).map((line) => `${path}:${line}`))
      .map((line) => `${shown(join(home, folder))}: ${line}`),
  )
}

/** A case that the engine cannot run at all fails at its first line. */
function failuresOf(text: string, context: Parameters<typeof runCase>[1], language: Language): readonly string[] {
  try {
    return runCase(text, context).failures.map((failure) => caseFailureLine(failure, language))
  } catch (error) {
    return [`1: ${error instanceof Error ? error.message : String(error)}`]
  }
}

/** Errors of a package alone were told already; here are those of packages that are sound in themselves. */
async function newlyBroken(
  home: string,
  broken: readonly BrokenPackage[],
  packages: readonly string[],
  language: Language,
): Promise<string[]> {
  const names = await readdir(home)
  const ours = broken.filter(
    ({ folder }) => names.includes(folder) && packages.some((path) => basename(path) === folder && dirname(path) === home),
  )
  const lines = await Promise.all(
    ours.map(async ({ folder, errors }) => {
      const alone = checkReport(folder, await readPackageFiles(join(home, folder)), language).text
      return errors
        .map((error) => formatPackageError(error, language))
        .filter((line) => !alone.includes(line))
        .map((line) => `${shown(join(home, folder))}: ${line}`)
    }),
  )
  return lines.flat()
}
