// The cells of the portal that the packages offer, and how one of them goes from the first page to the end on a screen.
import type { Language } from '@ruqsat/foundation'
import { isElectronic, type Regulation, type RequestProof, type Variant, type View } from '@ruqsat/law'
import { openActs } from '@ruqsat/regulations/testing'
import { Applicant, numberOf, Office, type OwnDraft, type Wish } from '../../driver/index.ts'
import type { RunningHouse } from '../../house.ts'
import { deskIds, verify } from '../../next-act/support/grant.ts'
import type { Screens } from './screen.ts'

export type PortalCell = { readonly regulation: Regulation; readonly id: string; readonly variant: string; readonly whole: Variant }
export type As = { readonly width: number; readonly language: Language }

const { editions } = await openActs()

export const portalCells: readonly PortalCell[] = editions.flatMap(({ regulation }) =>
  regulation.variants
    .filter((variant) => variant.offered && variant.views.some((view) => view.offered && isElectronic(view, regulation)))
    .map((variant) => ({ regulation, id: regulation.id, variant: variant.id, whole: variant })),
)

/** The first variant of each act. */
export const onePerAct = portalCells.filter(({ id }, place, all) => all.findIndex((each) => each.id === id) === place)

export function portalView({ regulation, whole }: PortalCell): View {
  return whole.views.find((view) => view.offered && isElectronic(view, regulation))!
}

type Begun = { readonly applicant: Applicant; readonly draft: OwnDraft }

/** Who acts for a firm where the act admits one, else a person alone. */
export function signerFor({ applicants }: Regulation): 'marat' | 'daulet' {
  return applicants.some(({ kind }) => kind === 'legalEntity') ? 'marat' : 'daulet'
}

/** Who has an account in this house without a key: their number proves who they are once. */
const byPhone = new WeakMap<Screens['sandbox'], Set<string>>()

async function enterByPhone(applicant: Applicant): Promise<void> {
  const known = byPhone.get(applicant.sandbox) ?? new Set()
  byPhone.set(applicant.sandbox, known)
  await (known.has(applicant.persona.id) ? applicant.signIn() : applicant.registerByPhone())
  known.add(applicant.persona.id)
}

/** Somebody who may apply, with a draft. */
export async function startOnScreen(
  screens: Screens,
  as: As,
  { id, variant, regulation }: PortalCell,
  by: RequestProof = 'signature',
): Promise<Begun> {
  const isKeyless = by === 'oneTimePassword'
  const applicant = new Applicant(screens.sandbox, isKeyless ? 'daulet' : signerFor(regulation), { browser: screens.screen(as) })
  await (isKeyless ? enterByPhone(applicant) : applicant.register())
  return { applicant, draft: await applicant.startDraft('1', await applicant.startForm(`${id}/${variant}`)) }
}

/** Days of birth of a person who is old enough, for every field that an age would refuse. */
export function grownUp({ form }: Variant): Readonly<Record<string, string>> {
  const fields = form.sections.flatMap((section) => section.fields)
  const asked = fields.filter(({ contradicts = [] }) => contradicts.some((each) => 'youngerThanYears' in each))
  return Object.fromEntries(asked.map(({ id }) => [id, '1980-03-16']))
}

export type Ended = {
  readonly number: string
  readonly actions: readonly string[]
  readonly verified: string
  readonly registerNumber: string | null
}

/** `earlier` is the number that the request acts on. */
export async function carryOnScreen(
  { house, screens, as }: { readonly house: RunningHouse; readonly screens: Screens; readonly as: As },
  cell: PortalCell,
  { wish = {}, earlier, by = 'signature' }: { readonly wish?: Wish; readonly earlier?: string; readonly by?: RequestProof } = {},
): Promise<Ended> {
  const { sandbox } = screens
  const { regulation, whole } = cell
  const { applicant, draft } = await startOnScreen(screens, as, cell, by)
  const office = new Office(sandbox, deskIds(sandbox, regulation), { browserOf: screens.each({ ...as, width: 1280 }) })
  const field = whole.results.grant.earlier?.field
  const answers = { ...grownUp(whole), ...(field !== undefined && earlier !== undefined && { [field]: earlier }) }
  try {
    const number = numberOf(await applicant.apply(draft, { answers, by }))
    const steps = await office.carryThrough(number, wish)
    const result = await applicant.resultOf(number)
    if (result === null) throw new Error(`Expected a result of ${number} but the last step was ${steps.at(-1)?.action}`)
    const inRegister = (await applicant.request(number)).findLink(/\/verify\/KZ/)
    return {
      number,
      actions: steps.map(({ action }) => action),
      verified: await verify(house, result),
      registerNumber: inRegister?.pathname.split('/').at(-1) ?? null,
    }
  } finally {
    applicant.close()
    office.close()
  }
}
