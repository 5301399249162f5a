import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Edition } from '@ruqsat/law'
import { openRegulations, type Regulations } from './index.ts'
import type { ReadingOptions } from './load.ts'

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

/** Folders with packages: of the house, and the made-up ones that show what the next act may say. */
export const PACKAGE_FOLDERS: readonly string[] = ['regulations', 'tests/next-act/regulations']

/** Where a test run keeps packages as they were read, for all its processes (`npm test` names it); a run that names none parses each time. */
const ofRun = (): ReadingOptions => ({ cacheFolder: process.env['RUQSAT_TEST_CACHE'] })

/** The acts of the house. */
export const openActs = (): Promise<Regulations> => openRegulations(pathToFileURL(`${at('regulations')}/`), ofRun())

/** Made-up acts by their folders, with the calendars and the general law of the house. */
export async function openMadeUp(names: readonly string[]): Promise<Regulations> {
  const folder = mkdtempSync(join(tmpdir(), 'ruqsat-made-up-'))
  try {
    for (const name of ['calendars', 'general']) cpSync(at(`regulations/${name}`), join(folder, name), { recursive: true })
    for (const name of names) cpSync(at(`tests/next-act/regulations/${name}`), join(folder, name), { recursive: true })
    const regulations = await openRegulations(pathToFileURL(`${folder}/`), ofRun())
    if (regulations.broken.length > 0) throw new Error(JSON.stringify(regulations.broken).slice(0, 500))
    return regulations
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Every edition of the acts of the house and of the made-up ones. */
export async function everyEdition(): Promise<readonly Edition[]> {
  const folder = mkdtempSync(join(tmpdir(), 'ruqsat-every-edition-'))
  try {
    for (const home of PACKAGE_FOLDERS)
      for (const name of readdirSync(at(home))) cpSync(join(at(home), name), join(folder, name), { recursive: true })
    const { editions, broken } = await openRegulations(pathToFileURL(`${folder}/`), ofRun())
    if (broken.length > 0) throw new Error(JSON.stringify(broken).slice(0, 500))
    return editions
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
