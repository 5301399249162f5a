import { Fault, fillText, type LocalText, wordsOf } from '@ruqsat/foundation'
import { runDue } from '@ruqsat/jobs'
import { signingStep } from '@ruqsat/law'
import type { DraftDeps, Draft } from './model.ts'
import type { Person } from '../../registration/people/person.ts'
import { placeIn } from './drafts.ts'
import { contactOf } from './known.ts'
import { tellReady } from './ready.ts'
import { lastRefusal } from './refused.ts'
import { register, type Signed } from './registration.ts'
import { judge } from './signing.ts'
import { actingIn } from '../core/power.ts'
import * as store from './store.ts'
import texts from '../texts.yaml'

/** Longer than any answer of a neighbour that still comes. */
const LEASE_MS = 60_000
/** The wait doubles from 15 s and stops growing at 10 minutes: an outage of a day costs 150 tries. */
const BACK_OFF = { firstMs: 15_000, longestMs: 600_000 }

/**
 * Goes on with what has waited longest: a signature whose revocation could not be asked, a registration that was cut off, people to be
 * informed. One by one, so that several processes share the work. Never gives up: only the person does. Answers how many pieces were taken
 * up.
 */
export function goOnWithWaiting(deps: DraftDeps): Promise<number> {
  const { sql } = deps.database
  return runDue<store.Leased>({
    technicalClock: deps.technicalClock,
    leaseMs: LEASE_MS,
    atOnce: 1,
    backOff: BACK_OFF,
    claim: (claim) => store.takeRetries(sql, claim),
    attempt: (piece) => goOn(deps, piece),
    done: ({ draftId }) => store.forgetRetry(sql, draftId),
    later: ({ draftId, attempts }, { at, error }) => {
      const facts = { draftId, attempt: attempts, error: String(error).slice(0, 300) }
      if (error !== null) deps.warn('A waiting request could not go on; it is tried again', facts)
      return store.postponeRetry(sql, draftId, at)
    },
  })
}

async function goOn(deps: DraftDeps, { draftId, why }: store.Leased): Promise<'later' | void> {
  const draft = await store.readDraft(deps.database.sql, draftId)
  const known = draft && (await deps.personOf(draft.signerAccountId ?? draft.accountId))
  const person = known && actingIn(known, draft)
  if (!draft || !person) throw new Fault('Expected a waiting draft and its person but they are not there')
  if (why === 'ready') return tellReady(deps, draft)
  if (why !== 'tell') {
    if (draft.status !== 'waiting') return
    const outcome = why === 'register' ? await register(deps, draftId, person, 'away') : await judgeAgain(deps, draft, person)
    if (outcome.kind === 'waiting') return 'later'
  }
  const contact = await contactOf(deps, draft, person)
  await tell(deps, draftId, person)
  if (contact.accountId !== person.accountId) await tell(deps, draftId, contact)
}

async function judgeAgain(deps: DraftDeps, draft: Draft, person: Person): Promise<Signed> {
  const place = placeIn(deps.edition(draft.editionHash), draft)
  const step = place && signingStep(place.view.steps)
  if (place === null || step === null || draft.cms === null || draft.frozen === null)
    throw new Fault('Expected a waiting draft to keep its edition, its bytes and its signature but something is missing')
  const attachments = await store.attachmentsOf(deps.database.sql, draft.id)
  return judge(
    deps,
    { kind: 'openDraft', draft, ...place, step, attachments, marks: [] },
    person,
    { content: draft.frozen.bytes, cms: draft.cms },
    'away',
  )
}

/** Says how the waiting ended, once for each end; a person who has taken the draft back meanwhile needs no word. */
async function tell(deps: DraftDeps, draftId: string, person: Person): Promise<void> {
  const { sql } = deps.database
  const draft = await store.readDraft(sql, draftId)
  const marks = await store.marksOf(sql, draftId)
  const refusal = lastRefusal({ marks })
  const { registered, corrected, refused, subject } = texts.retries
  const message = (end: string, text: LocalText) => ({ key: `portal:waited:${draftId}:${person.accountId}:${end}`, subject, text })
  if (draft?.status === 'registered')
    await deps.tell(
      person,
      message('registered', fillText(draft.corrects === null ? registered : corrected, { number: draft.registered!.requestNumber })),
    )
  if (draft?.status === 'open' && refusal !== null)
    await deps.tell(person, message(`refused:${marks.length}`, fillText(refused, { why: wordsOf(refusal).text })))
}
