// A registered person with what they may do for the firm now. The head's word goes before the certificate; the signature needs both.
import { toLocal } from '@ruqsat/clock'
import { isRefusal, parseBIN, type BIN, type IIN } from '@ruqsat/foundation'
import type { Portal } from '../../deps.ts'
import type { Person } from '../people/person.ts'
import { askHead } from './head.ts'
import { rightsFrom, type FirmDays, type RightsHeld, type RightsOfPerson } from './rights.ts'
import { eventsAbout, firmsGiving } from './store.ts'

/** The days that rights in a firm are counted by: no authority's, because a firm is nowhere in particular. */
export async function firmDays(portal: Portal): Promise<FirmDays> {
  const now = await portal.legalNow()
  const days = Object.values(portal.deps.regulations.tables.zones)
    .map((zone) => toLocal(now, zone).date)
    .toSorted()
  return { first: days[0]!, last: days.at(-1)! }
}

/** Asked of the database each time, so that what was taken back ends with the next click. */
export async function withRights(portal: Portal, person: Person): Promise<Person> {
  return person.bin === null ? person : actingAs(person, (await rightsOf(portal, person.bin, person.iin)).now)
}

/** The same, where whoever may sign is to be so still: the register is asked who heads the firm, unless it said so within `knownForMs`. */
export async function withRightsOfToday(portal: Portal, person: Person, knownForMs: number): Promise<Person> {
  if (person.bin === null) return person
  const known = await withRights(portal, person)
  if (known.isHead !== true && !known.maySign) return known
  await askHead(portal, person.bin, person, knownForMs)
  return withRights(portal, asRegistered(person))
}

/** What was said about this person in this firm, as it is today. */
export async function rightsOf(portal: Portal, bin: BIN, iin: IIN): Promise<RightsOfPerson> {
  const events = await eventsAbout(portal.deps.database.sql, bin, iin)
  return events.length === 0 ? { now: { kind: 'certificate' }, invited: null } : rightsFrom(events, await firmDays(portal))
}

/** Whether a head waits for this person's answer: of the firm that they act for, else of any firm. */
export async function isInvited(portal: Portal, { bin, iin }: Pick<Person, 'bin' | 'iin'>): Promise<boolean> {
  const firms = bin === null ? await firmsGiving(portal.deps.database.sql, iin) : [bin]
  for (const typed of firms) {
    const firm = parseBIN(typed)
    if (!isRefusal(firm) && (await rightsOf(portal, firm, iin)).invited !== null) return true
  }
  return false
}

/** Without what was read from the head's word: that is read again. */
function asRegistered({ isHead: _isHead, ...person }: Person): Person {
  return person
}

function actingAs(person: Person, held: RightsHeld): Person {
  if (held.kind === 'ended') return { ...person, standing: 'ended', rightsEnded: held.why }
  // Nobody but the head could have let in a person who has shown no certificate of the firm.
  if (held.kind === 'certificate') return person.certificateSha256 === null ? { ...person, standing: 'ended' } : person
  // A certificate that counts no longer takes away the signature alone: that the person works for the firm is what the head says.
  const mayBeSigned = person.certificateSha256 !== null && person.standing === 'current' && person.maySign
  if (held.kind === 'head') return { ...person, isHead: true }
  return { ...person, standing: 'current', maySign: mayBeSigned && held.giving.rights.sign, rights: held.giving.rights }
}
