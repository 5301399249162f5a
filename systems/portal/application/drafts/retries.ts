import { instantFromMs } from '@ruqsat/foundation'
import { signingStep } from '../core/walk.ts'
import type { DraftDeps } from './deps.ts'
import type { Draft, OpenDraft } from './model.ts'
import type { Person } from '../../registration/people/person.ts'
import { contactOf } from './known.ts'
import { tellReady } from './ready.ts'
import { askForRefunds } from './refunds.ts'
import { lastRefusal } from './refused.ts'
import { register } from './registration.ts'
import type { Signed } from './signed.ts'
import { judge } from './signing.ts'
import * as store from './store.ts'

/** Longer than any answer of a neighbour that still comes. */
const LEASE_MS = 60_000
/** The wait doubles from 15 s and stops growing at 10 minutes: an outage of a day costs 150 tries. */
const LONGEST_WAIT_MS = 600_000
const FIRST_WAIT_MS = 15_000
/** Pieces of work in one round; what is left is the next round's. */
const MAX_PIECES = 20

/**
 * Goes on with what waits: signatures whose revocation could not be asked, registrations that were cut off, people to be told. Rows are
 * leased one by one with SKIP LOCKED, so that several processes share the work and a dead one's lease runs out. Never gives up: only
 * the person does. Answers how many pieces were taken up.
 */
export async function runRetries(deps: DraftDeps): Promise<number> {
  await askForRefunds(deps)
  for (let taken = 0; taken < MAX_PIECES; taken += 1) {
    const now = deps.technicalClock.ms()
    const piece = await store.leaseRetry(deps.database.sql, instantFromMs(now), instantFromMs(now + LEASE_MS))
    if (piece === null) return taken
    await goOn(deps, piece)
  }
  return MAX_PIECES
}

async function goOn(deps: DraftDeps, piece: store.Leased): Promise<void> {
  try {
    const draft = await store.readDraft(deps.database.sql, piece.draftId)
    const person = draft && (await deps.personOf(draft.signerAccountId ?? draft.accountId))
    if (!draft || !person) throw new Error('Expected a waiting draft and its person but they are not there')
    if (piece.why === 'ready') return await tellReady(deps, draft)
    if (piece.why !== 'tell') {
      if (draft.status !== 'waiting') return await store.forgetRetry(deps.database.sql, draft.id)
      const outcome = piece.why === 'register' ? await register(deps, draft.id, person, 'away') : await judgeAgain(deps, draft, person)
      if (outcome.kind === 'waiting') return await later(deps, piece)
    }
    for (const each of unique([person, await contactOf(deps, draft, person)])) await tell(deps, draft.id, each)
    await store.forgetRetry(deps.database.sql, draft.id)
  } catch (error) {
    const facts = { draftId: piece.draftId, attempt: piece.attempts, error: String(error).slice(0, 300) }
    deps.warn('A waiting request could not go on; it is tried again', facts)
    await later(deps, piece)
  }
}

async function judgeAgain(deps: DraftDeps, draft: Draft, person: Person): Promise<Signed> {
  const edition = deps.edition(draft.editionHash)
  const variant = edition?.regulation.variants.find((each) => each.id === draft.variant)
  const view = variant?.views.find((each) => each.id === draft.view)
  const step = view && signingStep(view.steps)
  if (!edition || !variant || !view || !step || draft.cms === null || draft.frozen === null)
    throw new Error('Expected a waiting draft to keep its edition, its bytes and its signature but something is missing')
  const attachments = await store.attachmentsOf(deps.database.sql, draft.id)
  const open: OpenDraft = { kind: 'openDraft', draft, edition, variant, view, step, attachments, marks: [] }
  return judge(deps, open, person, draft.cms, 'away')
}

async function later(deps: DraftDeps, { draftId, attempts }: store.Leased): Promise<void> {
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempts - 1, 10))
  await store.postponeRetry(deps.database.sql, draftId, instantFromMs(deps.technicalClock.ms() + wait))
}

/** Says how the waiting ended, once for each end; a person who has taken the draft back meanwhile needs no word. */
async function tell(deps: DraftDeps, draftId: string, person: Person): Promise<void> {
  const { sql } = deps.database
  const draft = await store.readDraft(sql, draftId)
  const marks = await store.marksOf(sql, draftId)
  const whose = `${draftId}:${person.accountId}`
  if (draft?.status === 'registered') await deps.tell(person, registeredMessage(whose, draft.registered!.requestNumber))
  const refusal = lastRefusal({ marks })
  if (draft?.status === 'open' && refusal !== null) await deps.tell(person, refusedMessage(whose, marks.length, refusal.text))
}

function unique(people: readonly Person[]): readonly Person[] {
  return people.filter((each, order) => people.findIndex(({ accountId }) => accountId === each.accountId) === order)
}

const SUBJECT = { kk: 'Сұрау салуыңыз туралы', ru: 'О вашем запросе', en: 'About your request' }

function registeredMessage(whose: string, number: string) {
  const text = {
    kk: `Күтіп тұрған сұрау салуыңыз тіркелді. Нөмірі: ${number}.`,
    ru: `Ваш запрос, который ждал, зарегистрирован. Номер: ${number}.`,
    en: `Your request that waited is registered. Its number: ${number}.`,
  }
  return { key: `portal:waited:${whose}:registered`, subject: SUBJECT, text }
}

function refusedMessage(whose: string, marks: number, why: { readonly kk: string; readonly ru: string; readonly en: string }) {
  const text = {
    kk: `Күтіп тұрған сұрау салуыңыз тіркелмеді. ${why.kk} Толтырғаныңыз бен төлеміңіз сақталды: жеке кабинетте жалғастырыңыз.`,
    ru: `Ваш запрос, который ждал, не зарегистрирован. ${why.ru} Введённое и оплата сохранены: продолжите в личном кабинете.`,
    en: `Your request that waited is not registered. ${why.en} What you filled in and paid is kept: go on in your cabinet.`,
  }
  return { key: `portal:waited:${whose}:refused:${marks}`, subject: SUBJECT, text }
}
