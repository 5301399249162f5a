// The authority opens a case by itself, and its people carry it through; whoever holds the number looks on.
import type { Regulation } from '@ruqsat/law'
import { Official, Office, type Page, type Sandbox, type Wish } from '../../driver/index.ts'
import { deskIds } from './grant.ts'

export type Opened = { readonly page: Page; readonly number: string | null }

/** What the official meets who opens proceedings on this number: the page after the form, and the number of the case where it is open. */
export async function openProceedings(
  sandbox: Sandbox,
  { officialId, service, number, ground, reason, answers = {} }: Opening,
): Promise<Opened> {
  const official = new Official(sandbox, officialId)
  try {
    const start = await official.open(`/kk/work/proceedings/${service}`)
    const found = await start
      .form(/proceedings/)
      .set('number', number)
      .submit()
    const form = found.findForm(/proceedings/)
    if (form === null || !form.fields.some(({ name }) => name === 'reason')) return { page: found, number: null }
    if (ground !== '') form.set('groundIds', ground)
    for (const [name, value] of Object.entries(answers)) form.set(name, value)
    const page = await form.set('reason', reason).submit()
    return { page, number: /[A-Z-]+-\d{4}-\d{6}/.exec(page.text)?.[0] ?? null }
  } finally {
    official.close()
  }
}

type Opening = {
  readonly officialId: string
  /** `act/variant`. */
  readonly service: string
  readonly number: string
  readonly ground: string
  readonly reason: string
  readonly answers?: Readonly<Record<string, string>>
}

export async function decide(sandbox: Sandbox, regulation: Regulation, number: string, wish: Wish = {}): Promise<readonly string[]> {
  const office = new Office(sandbox, deskIds(sandbox, regulation))
  try {
    return (await office.carryThrough(number, wish)).map(({ action }) => action)
  } finally {
    office.close()
  }
}
