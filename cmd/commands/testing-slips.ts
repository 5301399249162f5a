// The grain act with one slip in one file, in a folder of its own with the calendars next to it.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Fault } from '@ruqsat/foundation'

export const REGULATIONS = new URL('../../regulations/', import.meta.url)
export const SLIPPED_ACT = '2014-aktobe-120-grain'

/** A folder for acts with slips; whoever made it removes it. */
export async function homeOfSlips(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'ruqsat-slips-'))
  await cp(new URL('calendars', REGULATIONS), join(home, 'calendars'), { recursive: true })
  return home
}

/** Folder of the act in which this file is written otherwise. A slip that changes nothing is a fault of the test. */
export async function actWithSlip(home: string, path: string, slip: (text: string) => string): Promise<string> {
  const folder = join(home, SLIPPED_ACT)
  await rm(folder, { recursive: true, force: true })
  await cp(new URL(SLIPPED_ACT, REGULATIONS), folder, { recursive: true })
  const before = await readFile(join(folder, path), 'utf8')
  const after = slip(before)
  if (after === before) throw new Fault(`Expected the slip to change ${path} but it changes nothing`)
  await writeFile(join(folder, path), after)
  return folder
}
