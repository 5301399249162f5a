// The cells of the portal that the packages offer, and how one of them goes from the first page to the end on a screen.
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Language } from '@ruqsat/foundation'
import { isElectronic, type Regulation, type Variant, type View } from '@ruqsat/law'
import { openRegulations } from '@ruqsat/regulations'
import { Applicant, numberOf, Office, type OwnDraft, type Wish } from '../../driver/index.ts'
import type { RunningHouse } from '../../house.ts'
import { deskIds, verify } from '../../next-act/support/grant.ts'
import type { Screens } from './screen.ts'

export type PortalCell = { readonly regulation: Regulation; readonly id: string; readonly variant: string; readonly whole: Variant }
export type As = { readonly width: number; readonly language: Language }

const { editions } = await openRegulations(pathToFileURL(fileURLToPath(new URL('../../../regulations/', import.meta.url))))

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

/** Somebody who may apply for everything, with a draft. */
export async function startOnScreen(screens: Screens, as: As, { id, variant }: PortalCell): Promise<Begun> {
  const applicant = new Applicant(screens.sandbox, 'marat', { browser: screens.screen(as) })
  await applicant.register()
  return { applicant, draft: await applicant.startDraft('1', await applicant.startForm(`${id}/${variant}`)) }
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
  { wish = {}, earlier }: { readonly wish?: Wish; readonly earlier?: string } = {},
): Promise<Ended> {
  const { sandbox } = screens
  const { regulation, whole } = cell
  const { applicant, draft } = await startOnScreen(screens, as, cell)
  const office = new Office(sandbox, deskIds(sandbox, regulation), { browserOf: screens.each({ ...as, width: 1280 }) })
  const field = whole.results.grant.earlier?.field
  const answers = field !== undefined && earlier !== undefined ? { answers: { [field]: earlier } } : {}
  try {
    const number = numberOf(await applicant.apply(draft, answers))
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
