import { standingWord, type StandingKind } from '@ruqsat/law'
import { StatusTag, type StatusKind } from '@ruqsat/web'

const TAGS: Readonly<Record<StandingKind, StatusKind>> = {
  notAdopted: 'neutral',
  notYetInForce: 'neutral',
  unknownBetween: 'warning',
  inForce: 'success',
  repealUnknown: 'warning',
  repealed: 'danger',
}

/** The state of an act or an item of it on a day, in one or two words. */
export function StandingTag({ kind }: { readonly kind: StandingKind }) {
  return <StatusTag kind={TAGS[kind]} text={standingWord(kind)} />
}
