// An employee at the counter: the entry from paper, the registers, the scans, the signature.
import { legalDayOf, newFilling, fillForm, samplePdf, signOn, Official, type Sandbox } from '../../driver/index.ts'
import type { Page, Visitor } from '../../driver/page.ts'

export type Paper = {
  readonly regulation: string
  readonly variant: string
  readonly applicant: 'individual' | 'legalEntity'
  /** What the paper says, by field; the rest is filled in with what the page accepts. */
  readonly answers: Readonly<Record<string, string>>
  readonly representative?: { readonly iin: string; readonly name: string; readonly power: string }
}

/** Who of these people sits at the counter of this service. */
export async function atCounter(
  sandbox: Sandbox,
  staff: readonly string[],
  paper: Paper,
  browserOf?: (id: string) => Visitor,
): Promise<{ readonly official: Official; readonly page: Page }> {
  for (const id of staff) {
    const official = new Official(sandbox, id, browserOf === undefined ? {} : { browser: browserOf(id) })
    const page = await official.open('/kk/work/counter')
    if (startForm(page, paper) !== undefined) return { official, page }
    official.close()
  }
  throw new Error(`Expected somebody at the counter for ${paper.regulation} ${paper.variant} among ${staff.join(', ')}`)
}

function startForm(page: Page, { regulation, variant, applicant }: Paper) {
  return page.forms.find(
    (form) => form.value('service')?.startsWith(`${regulation}/${variant}/`) === true && form.value('applicant') === applicant,
  )
}

/** The page after the form was taken: the registers, or what is wrong. */
export async function fillEntry(page: Page, paper: Paper): Promise<Page> {
  const entry = await startForm(page, paper)!.submit()
  const form = entry.forms.find((each) => each.value('do') === 'fill')!
  const answers = {
    ...paper.answers,
    comes: paper.representative === undefined ? 'self' : 'representative',
    'representative-iin': paper.representative?.iin ?? '',
    'representative-name': paper.representative?.name ?? '',
    'representative-power': paper.representative?.power ?? '',
    language: 'kk',
  }
  return fillForm(entry, form, { ...newFilling('1', legalDayOf(entry)), answers }, new Map())
}

export function ask(page: Page, what: string): Promise<Page> {
  const form = page.forms.find((each) => each.value('do') === what)
  if (form === undefined) throw new Error(`Expected to ask for '${what}' on ${page.describe()}`)
  return form.submit()
}

/** Asks the bank about the number of a receipt. */
export function typeReceipt(page: Page, number: string): Promise<Page> {
  const form = page.forms.find((each) => each.value('do') === 'findPayment')
  if (form === undefined) throw new Error(`Expected to be asked for a receipt on ${page.describe()}`)
  return form.set('bank', 'dala').set('number', number).submit()
}

/** A scan of each document, every original seen, the statements read. */
export function attachPapers(page: Page): Promise<Page> {
  const form = page.forms.find((each) => each.value('do') === 'papers')
  if (form === undefined) throw new Error(`Expected the page of papers but ${page.describe()}`)
  for (const { name, kind } of form.fields)
    if (kind === 'file') form.attach(name, { name: `${name}.pdf`, mediaType: 'application/pdf', bytes: samplePdf(name) })
  const statements = form.fields.find(({ name }) => name === 'statements')
  if (statements !== undefined) form.set('statements', 'yes')
  return form.submit()
}

export async function signEntry(official: Official, page: Page): Promise<Page> {
  return signOn(page, await official.sandbox.key(official.persona.id))
}

/** From the first page of the counter to the receipt. */
export async function takeAtCounter(official: Official, page: Page, paper: Paper): Promise<Page> {
  const asked = await ask(await fillEntry(page, paper), 'ask')
  return signEntry(official, await attachPapers(asked))
}
