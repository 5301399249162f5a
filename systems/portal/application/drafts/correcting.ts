// A draft that corrects a registered request: a copy of what was filed, in which only what was asked for can be changed.
import { hash } from 'node:crypto'
import type { CaseView } from '@ruqsat/caseflow'
import type { SignedRequest } from '@ruqsat/documents'
import type { Refusal } from '@ruqsat/foundation'
import { firstDraftStep } from '@ruqsat/law'
import type { Person } from '../../registration/people/person.ts'
import { refusePortal } from '../../refusals.ts'
import { openDraft, placeIn } from './drafts.ts'
import type { DraftDeps, OpenDraft } from './model.ts'
import { accessToRequest } from './of-request.ts'
import * as store from './store.ts'

/** The draft for what is asked now; opened a second time, or in another window, it is the same one. */
export async function startCorrection(deps: DraftDeps, person: Person, view: CaseView): Promise<OpenDraft | Refusal> {
  const { asked, summary } = view
  if (asked === undefined) return refusePortal('nothing-asked')
  const { sql } = deps.database
  const access = await accessToRequest(sql, person, summary.requestNumber, 'fill')
  if (access !== 'allowed') return refusePortal(access === 'notFound' ? 'request-not-found' : 'right-not-given')
  const id = draftIdOf(asked.askedId)
  const known = await store.readDraft(sql, id)
  const filed = known === null ? await store.latestOfRequest(sql, summary.requestNumber) : null
  if (known === null) {
    const place = filed && placeIn(deps.edition(view.editionHash), filed)
    if (filed === null || place === null) return refusePortal('request-not-found')
    const before = view.request as SignedRequest
    const { askedId, requestSha256, missing, due, inStateLanguage, alsoIn } = asked
    const corrects = {
      caseId: summary.caseId,
      requestNumber: summary.requestNumber,
      askedId,
      requestSha256,
      missing,
      ...(inStateLanguage !== undefined && { inStateLanguage }),
      ...(alsoIn !== undefined && { alsoIn }),
      due: due.due,
      before,
      note: '',
    }
    await deps.database.sql.begin(async (tx) => {
      await store.insertCorrection(
        tx,
        { ...filed, id, stepId: firstDraftStep(place.view).id, corrects },
        person,
        await deps.legalClock.now(tx),
      )
    })
  }
  return openDraft(deps, id, person, 'fill')
}

function draftIdOf(askedId: string): string {
  const hex = hash('sha256', `correction ${askedId}`)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
