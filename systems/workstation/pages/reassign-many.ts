import { refuseEngine } from '@ruqsat/engine'
import { fillText, inAll, isRefusal, type LocalText, type Refusal } from '@ruqsat/foundation'
import { fieldErrorsOf, flash, readForm } from '@ruqsat/web'
import { zoneOfStaff } from '../cases/authority.ts'
import { inWordsOfPeople } from '../cases/names.ts'
import { openCase } from '../cases/open.ts'
import { answeredOnce } from '../http/once.ts'
import { PATHS } from '../http/paths.ts'
import { actorAs, goTo, type Visit } from '../http/visit.ts'
import { wantedIn } from '../lists/wanted.ts'
import { refuseWorkstation } from '../refusals.ts'
import { staffOfRole } from '../store/staff.ts'
import { OVERVIEW_PAGE_SIZE, sendOverview } from './overview.tsx'
import type { Reassigning } from './reassign.tsx'
import texts from '../texts.yaml'

type Outcome = { readonly number: string; readonly refused: LocalText | null }

/** Each chosen case goes to the other officer, or stays with its reason: one that cannot go keeps no other from going. */
export async function postReassignMany(visit: Visit): Promise<unknown> {
  const { work, staff } = visit
  const form = readForm(visit.request)
  const typed: Reassigning = {
    cases: [...new Set(form.texts('case'))].slice(0, OVERVIEW_PAGE_SIZE),
    from: form.text('from'),
    officerId: form.text('reassign-officer'),
    reason: form.text('reassign-reason'),
  }
  const officers = await staffOfRole(work.deps.database.sql, staff.authority, 'officer')
  const isOfficer = officers.some(({ id }) => id === typed.officerId) && typed.officerId !== typed.from
  const faults: readonly Refusal[] = [
    ...(typed.cases.length > 0 ? [] : [refuseWorkstation('workstation.cases-not-chosen', { field: 'case' })]),
    ...(isOfficer ? [] : [refuseEngine('officer-missing', { field: 'reassign-officer' })]),
    ...(typed.reason === '' ? [refuseEngine('reason-empty', { field: 'reassign-reason' })] : []),
  ]
  if (faults.length > 0) return sendOverview(visit, wantedIn({ officer: typed.from }), typed, fieldErrorsOf(faults))
  const answer = await answeredOnce(work, { authority: staff.authority, token: form.onceToken() }, async () => {
    const outcomes: Outcome[] = []
    for (const caseId of typed.cases) outcomes.push(await reassignOne(visit, caseId, typed))
    return { kind: 'reassigned', outcomes }
  })
  const { outcomes } = answer
  flash(visit.request, outcomes.some(({ refused }) => refused !== null) ? 'important' : 'success', told(outcomes))
  return goTo(visit, `${PATHS.overview}?officer=${encodeURIComponent(typed.from)}`)
}

/** A case that went already by this form, before the house died, has gone. */
async function reassignOne(visit: Visit, caseId: string, { from, officerId, reason }: Reassigning): Promise<Outcome> {
  const scene = await openCase(visit, caseId)
  if (isRefusal(scene))
    return { number: caseId, refused: (await inWordsOfPeople(visit.work, scene, zoneOfStaff(visit.work.deps, visit.staff))).text }
  const number = scene.view.summary.requestNumber
  const holder = scene.view.state.officerId
  if (holder === officerId) return { number, refused: null }
  const act = { kind: 'reassign', officerId, reason, expectedVersion: scene.view.version } as const
  const answer =
    holder === from ? await scene.host.act(caseId, act, actorAs(visit, 'head')) : refuseWorkstation('workstation.officer-changed')
  return { number, refused: isRefusal(answer) ? (await inWordsOfPeople(visit.work, answer, scene.zone)).text : null }
}

function told(outcomes: readonly Outcome[]): LocalText {
  const numbers = outcomes.filter(({ refused }) => refused === null).map(({ number }) => number)
  const done = fillText(texts.overview.reassigned, { count: numbers.length, numbers: numbers.join(', ') })
  return inAll((language) =>
    [
      ...(numbers.length > 0 ? [done[language]] : []),
      ...outcomes.flatMap(({ number, refused }) => (refused === null ? [] : [`${number}: ${refused[language]}.`])),
    ].join(' '),
  )
}
