// One request of any act, from the start button to a verified result, by people whom the sandbox has for it.
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Regulation } from '@ruqsat/law'
import { ruqsat } from '../../../cmd/commands/testing.ts'
import { Applicant, numberOf, Office, type ApplyOptions, type DoneStep, type Page, type Sandbox, type Wish } from '../../driver/index.ts'
import type { RunningHouse } from '../../house.ts'

const run = promisify(execFile)
const HOME = ['gulnar', 'asqar', 'bekzat', 'temir']

export type Came = {
  readonly number: string
  readonly steps: readonly DoneStep[]
  readonly result: Buffer
  readonly verified: string
  /** The number in the public register; null where nothing was granted. */
  readonly registerNumber: string | null
}

/** Who works through a regulation's cases: those whose id names its authorities, and the staff whom everybody knows. */
export function deskIds(sandbox: Sandbox, { authority, units }: Regulation): readonly string[] {
  const authorities = [authority.id, ...units.flatMap(({ id, kind }) => (kind === 'outside' ? [id] : []))]
  return [...sandbox.people.keys()].filter((id) => HOME.includes(id) || authorities.some((each) => id.startsWith(`${each}-`.toLowerCase())))
}

export async function carry(
  house: RunningHouse,
  sandbox: Sandbox,
  wanted: {
    readonly regulation: Regulation
    readonly variant: string
    readonly personId: string
    readonly wish?: Wish
    /** After each step. */
    readonly between?: (number: string, step: DoneStep) => Promise<void>
    readonly answers?: ApplyOptions['answers']
    /** Who works on it, where not everybody of the desks. */
    readonly staff?: readonly string[]
    /** Another channel than the main one. */
    readonly channel?: string
  },
): Promise<Came> {
  const { regulation, variant, personId, wish = {}, between } = wanted
  const applicant = new Applicant(sandbox, personId)
  const office = new Office(sandbox, wanted.staff ?? deskIds(sandbox, regulation))
  try {
    await applicant.register()
    const form = await applicant.startForm(`${regulation.id}/${variant}`, wanted.channel)
    const draft = await applicant.startDraft(personId, form)
    const number = numberOf(await applicant.apply(draft, wanted.answers && { answers: wanted.answers }))
    const steps = await office.carryThrough(number, { ...wish, ...(between && { onDone: (step: DoneStep) => between(number, step) }) })
    const result = await applicant.resultOf(number)
    if (result === null) throw new Error(`Expected a result of ${number} but the last step was ${steps.at(-1)?.action}`)
    const inRegister = (await applicant.request(number)).findLink(/\/verify\/KZ/)
    const registerNumber = inRegister?.pathname.split('/').at(-1) ?? null
    return { number, steps, result, registerNumber, verified: await verify(house, result) }
  } finally {
    applicant.close()
    office.close()
  }
}

/** The first sum in tenge on the page. */
export function sumOn({ text }: Page): number {
  return Number(/(\d[\d\s]*)(?:,\d\d)? ?(?:теңге|₸)/.exec(text.replaceAll('\u00a0', ' '))?.[1]?.replaceAll(/\s/g, '') ?? Number.NaN)
}

/** What a paper says, in reading order. */
export async function textOf(bytes: Buffer): Promise<string> {
  return withFile(bytes, '.pdf', async (path) => (await run('pdftotext', [path, '-'])).stdout.replace(/\s+/g, ' '))
}

/**
 * What `npx ruqsat verify` says of it, past the boot and in this process: a child would spend most of its time on loading. Throws where it is
 * not valid.
 */
export async function verify(house: RunningHouse, bytes: Buffer, ending = '.pdf'): Promise<string> {
  return withFile(bytes, ending, async (path) => {
    const { code, out, err } = await ruqsat(['verify', path], { RUQSAT_STATE: house.folder })
    if (code !== 0) throw new Error(`Expected a valid file but verify ended with ${code}: ${out}${err}`)
    return out
  })
}

async function withFile<T>(bytes: Buffer, ending: string, use: (path: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'ruqsat-result-'))
  try {
    const path = join(folder, `result${ending}`)
    writeFileSync(path, bytes)
    return await use(path)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
