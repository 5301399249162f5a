// The cells of the portal that the packages offer, and how one of them goes from the first page to the end on a screen.
import { isElectronic, type Regulation, type RequestProof, type Variant, type View } from '@ruqsat/law'
import { openActs } from '@ruqsat/regulations/testing'
import { Applicant, numberOf, Office, type OwnDraft, type Wish } from '../../driver/index.ts'
import type { RunningHouse } from '../../house.ts'
import { deskIds, verify } from '../../next-act/support/grant.ts'
import type { As, Screen, Screens } from './screen.ts'

export type PortalCell = { readonly regulation: Regulation; readonly id: string; readonly variant: string; readonly whole: Variant }

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

type Begun = { readonly applicant: Applicant; readonly screen: Screen; readonly draft: OwnDraft }

/** Who acts for a firm where the act admits one, else a person alone. */
export function signerFor({ applicants }: Regulation): 'marat' | 'daulet' {
  return applicants.some(({ kind }) => kind === 'legalEntity') ? 'marat' : 'daulet'
}

/** Who has an account in each house: who comes again signs in. */
const registered = new WeakMap<Screens['sandbox'], Set<string>>()

/** Registers once, by a key or by the number that is theirs, and signs in afterwards: each time with nothing but what they know. */
async function enter(applicant: Applicant, by: RequestProof): Promise<void> {
  const known = registered.get(applicant.sandbox) ?? new Set()
  registered.set(applicant.sandbox, known)
  applicant.browser.forgetCookies()
  if (known.has(applicant.persona.id)) await applicant.signIn()
  else await (by === 'oneTimePassword' ? applicant.registerByPhone() : applicant.register())
  known.add(applicant.persona.id)
}

/** Somebody who may apply, with a draft. */
export async function startOnScreen(
  screens: Screens,
  as: As,
  { id, variant, regulation }: PortalCell,
  by: RequestProof = 'signature',
): Promise<Begun> {
  const person = by === 'oneTimePassword' ? 'daulet' : signerFor(regulation)
  const screen = screens.kept(person, as)
  const applicant = new Applicant(screens.sandbox, person, { browser: screen })
  await enter(applicant, by)
  return { applicant, screen, draft: await applicant.startDraft('1', await applicant.startForm(`${id}/${variant}`)) }
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
