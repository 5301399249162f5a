import type { LocalText } from '@ruqsat/foundation'
import type { act, complaint, convention, declaredChannel, declaredSystem, guarantee, reminder, CitedLaw } from './act-shape.ts'
import type { Parts } from './parts.ts'
import type { FileData } from './schema.ts'
import type { Data } from './shape.ts'
import { NO_COMPLAINT } from './stand-ins.ts'

/** `inherited` where the general law speaks and not the act itself. */
type Spoken<T> = T & { readonly inherited?: true }

/** What an act has from the general law, or says in its place. */
export type Inherited = {
  readonly general?: { readonly id: string; readonly title: LocalText }
  readonly laws: readonly Spoken<CitedLaw>[]
  readonly systems?: readonly Data<typeof declaredSystem>[]
  readonly channels?: readonly Data<typeof declaredChannel>[]
  readonly conventions: readonly Spoken<Data<typeof convention>>[]
  readonly guarantees?: readonly Spoken<Data<typeof guarantee>>[]
  readonly reminders?: readonly Spoken<Data<typeof reminder>>[]
  readonly complaint: Spoken<Data<typeof complaint>>
}

/** The general law that the act names; null where it names none, or one that is not there: `crossCheck` refuses that. */
export function generalLawOf(parts: Parts, { general }: Pick<Data<typeof act>, 'general'>): FileData<'general'> | null {
  return parts.general.find(({ value }) => value.id === general)?.value ?? null
}

/** The general law with the act's own words put first; each says who speaks. */
export function inherit(parts: Parts, act: FileData<'act'>): Inherited {
  const general = generalLawOf(parts, act)
  if (general === null) {
    const { laws, systems, channels, conventions, guarantees, reminders, complaint } = act
    const said = { ...(guarantees.length > 0 && { guarantees }), ...(reminders.length > 0 && { reminders }) }
    return { laws, systems, channels, conventions, complaint, ...said }
  }
  const spoken = <T extends object>(words: T): Spoken<T> => {
    const whole = { ...words, inherited: true as const }
    const place = parts.places.get(words)
    if (place !== undefined) parts.places.set(whole, place)
    return whole
  }
  const both = <T extends { readonly id: string }>(inherited: readonly T[], own: readonly T[]): readonly Spoken<T>[] => [
    ...inherited.map((each) => byId(each, own) ?? spoken(each)),
    ...own.filter((each) => byId(each, inherited) === undefined),
  ]
  const reminders = both(general.reminders, act.reminders)
  return {
    general: { id: general.id, title: general.title },
    laws: both(general.laws, act.laws),
    systems: joined(general.systems, act.systems),
    channels: joined(general.channels, act.channels),
    conventions: both(general.conventions, act.conventions).filter(({ applies }) => applies !== false),
    guarantees: both(general.guarantees, act.guarantees),
    ...(reminders.length > 0 && { reminders }),
    complaint: act.complaint === NO_COMPLAINT ? spoken(general.complaint) : act.complaint,
  }
}

function joined<T extends { readonly id: string }>(general: readonly T[], own: readonly T[]): readonly T[] {
  return [...general.filter((each) => byId(each, own) === undefined), ...own]
}

function byId<T extends { readonly id: string }>({ id }: T, all: readonly T[]): T | undefined {
  return all.find((each) => each.id === id)
}
