// Who may not work at a complaint: the officials who are complained of, and those who made the decision that is. Neither by another post of the
// same person. docs/decisions/0126-who-is-complained-of-does-not-consider-it.md.
import type { BarredOfficials, CaseState } from '@ruqsat/engine'
import { searchWords, type Instant } from '@ruqsat/foundation'
import { stepById, type Action, type Complains, type ComplaintMatter, type Edition, type StaffRole } from '@ruqsat/law'
import { placeOfEdition } from './core/place.ts'
import type { LicensingDeps, StaffOfRole } from './deps.ts'

type About = {
  /** The case complained of, with its edition. */
  readonly state: CaseState
  readonly edition: Edition
  readonly what: ComplaintMatter
  readonly now: Instant
}
type Complaint = { readonly edition: Edition; readonly complains: Complains; readonly answers: Readonly<Record<string, string>> }

/** Null where the package bars nobody, or nobody is found: a complaint about somebody unknown is considered all the same. */
export async function barredFrom(deps: LicensingDeps, complaint: Complaint, about: About): Promise<BarredOfficials | null> {
  if (complaint.complains.officials === undefined) return null
  const units = await staffedUnits(deps, complaint.edition)
  const people = units.flatMap((unit) => unit.people)
  const own = [...officialsOf(about, complaint), ...(await lateTogether(deps, about)), ...named(complaint, people)]
  const officials = await withOtherPosts(deps, [...new Set(own)], people)
  if (officials.length === 0) return null
  const left = units.filter((unit) => unit.people.length > 0 && unit.people.every(({ id }) => officials.includes(id)))
  return { officials, units: left.map(({ id }) => id) }
}

type StaffedUnit = { readonly id: string; readonly people: readonly StaffOfRole[] }

/** The people of each unit that works at complaints; none where the installation has no directory. */
async function staffedUnits({ staffOfRole }: LicensingDeps, { regulation }: Edition): Promise<readonly StaffedUnit[]> {
  const { units, authority } = regulation
  const working = units.filter(({ role }) => role !== null)
  const people = async (of: string, role: StaffRole) => (await staffOfRole?.(of, role)) ?? []
  return Promise.all(
    working.map(async ({ id, kind, role }) => ({ id, people: await people(kind === 'outside' ? id : authority.id, role!) })),
  )
}

const DECIDING: ReadonlySet<Action> = new Set(['examine', 'approve', 'conclude', 'signResult'])

/** Known from the case itself: who decided, who has what is late, and whom the chosen post means. */
function officialsOf({ state, edition, what, now }: About, { complains, answers }: Complaint): readonly string[] {
  const { steps } = placeOfEdition(state, edition).variant.procedure
  const done = state.doneTasks.flatMap(({ stepId, by, withdrawn }) =>
    by.kind === 'staff' && withdrawn === undefined ? [{ stepId, by }] : [],
  )
  const officer = state.officerId === null ? [] : [state.officerId]
  if (what === 'refusal') {
    // By silence nobody decided: it was the work of the officer who had the case.
    const deciding = done.filter(({ stepId }) => DECIDING.has(stepById(steps, stepId).action))
    return [...deciding.map(({ by }) => by.id), ...(state.deemed ? officer : [])]
  }
  if (what === 'nonAcceptance') return done.map(({ by }) => by.id)
  if (what === 'lateness') return lateTasks(state, now).flatMap(({ assignee }) => (assignee === null ? [] : [assignee]))
  const post = complains.officials?.post
  const role = post && post.roles[answers[post.field] ?? '']
  if (what !== 'conduct' || role === undefined) return []
  const open = state.tasks.flatMap((task) => (task.role === role && task.assignee !== null ? [task.assignee] : []))
  return [...done.flatMap(({ by }) => (by.role === role ? [by.id] : [])), ...open]
}

/** All that is open where only the whole term is over. */
function lateTasks({ tasks }: CaseState, now: Instant): CaseState['tasks'] {
  const late = tasks.filter(({ due }) => due !== null && due.due < now)
  return late.length > 0 ? late : tasks
}

/** Late work that nobody has by name is the inaction of everybody who could have taken it. */
async function lateTogether({ staffOfRole }: LicensingDeps, { state, edition, what, now }: About): Promise<readonly string[]> {
  if (what !== 'lateness' || staffOfRole === undefined) return []
  const { authority, units } = edition.regulation
  const open = lateTasks(state, now).filter(({ assignee }) => assignee === null)
  const people = await Promise.all(
    open.map(({ unit, role }) => {
      const isOutside = units.find(({ id }) => id === unit)?.kind === 'outside'
      return staffOfRole(isOutside ? unit : authority.id, role)
    }),
  )
  return people.flat().map(({ id }) => id)
}

/** Somebody of those who could consider it, whose surname or position the complainant wrote: of two with one name, both. */
function named({ complains, answers }: Complaint, people: readonly StaffOfRole[]): readonly string[] {
  const field = complains.officials?.name
  const written = searchWords(field === undefined ? '' : (answers[field] ?? ''))
  // Whatever ending the language puts at the end of a name.
  const isWritten = (text: string) => {
    const words = searchWords(text)
    return words.length > 0 && words.every((word) => written.some((each) => each.startsWith(word)))
  }
  const isNamed = ({ name, position }: StaffOfRole) => isWritten(name.split(' ')[0]!) || Object.values(position).some(isWritten)
  return people.filter(isNamed).map(({ id }) => id)
}

async function withOtherPosts(
  { staff }: LicensingDeps,
  ids: readonly string[],
  people: readonly StaffOfRole[],
): Promise<readonly string[]> {
  const known = await Promise.all(ids.map((id) => staff(id)))
  const iins = new Set(known.flatMap((each) => (each === null ? [] : [each.iin])))
  return [...new Set([...ids, ...people.filter(({ iin }) => iins.has(iin)).map(({ id }) => id)])].toSorted()
}
