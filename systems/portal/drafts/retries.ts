import { stepWithAction } from '@ruqsat/law'
import type { DraftDeps } from './deps.ts'
import type { Draft, OpenDraft, Person } from './model.ts'
import { register } from './registration.ts'
import { judge } from './signing.ts'
import * as store from './store.ts'

/** Half a minute is longer than any answer of a neighbour that still comes. */
const LEASE_MS = 30_000
/** The wait doubles from 15 s and stops growing at 10 minutes: an outage of a day costs 150 tries. */
const LONGEST_WAIT_MS = 600_000
const FIRST_WAIT_MS = 15_000
const BATCH = 20

/**
 * Goes on with what waits: signatures whose revocation could not be asked, registrations that were cut off. Rows are leased with
 * SKIP LOCKED, so that several processes share the work and a dead one's lease runs out. Never gives up: only the person does.
 */
export async function runRetries(deps: DraftDeps, personOf: (accountId: string) => Promise<Person | null>): Promise<number> {
  const now = deps.technicalClock.ms()
  const rows = await deps.database.sql<{ draftId: string; why: 'judge' | 'register'; attempts: number }[]>`
    update portal.retry set leased_until = ${iso(now + LEASE_MS)}, attempts = attempts + 1
    where draft_id in (
      select draft_id from portal.retry
      where next_at <= ${iso(now)} and (leased_until is null or leased_until <= ${iso(now)})
      order by next_at limit ${BATCH} for update skip locked)
    returning draft_id as "draftId", why, attempts`
  for (const row of rows) await goOn(deps, row, personOf)
  return rows.length
}

async function goOn(deps: DraftDeps, row: { readonly draftId: string; readonly why: 'judge' | 'register'; readonly attempts: number }, personOf: (accountId: string) => Promise<Person | null>): Promise<void> {
  try {
    const draft = await store.readDraft(deps.database.sql, row.draftId)
    const person = draft && (await personOf(draft.accountId))
    if (!draft || !person || draft.status !== 'waiting') return await forget(deps, row.draftId)
    const outcome = row.why === 'register' ? await register(deps, draft.id, person) : await judgeAgain(deps, draft, person)
    if (outcome === null || outcome.kind === 'waiting') return await later(deps, row)
    await tell(deps, draft, person, outcome.kind === 'registered')
  } catch (error) {
    deps.warn('A waiting request could not go on; it is tried again', { draftId: row.draftId, attempt: row.attempts, error: String(error).slice(0, 300) })
    await later(deps, row)
  }
}

async function judgeAgain(deps: DraftDeps, draft: Draft, person: Person) {
  const edition = deps.edition(draft.editionHash)
  const variant = edition?.regulation.variants.find((each) => each.id === draft.variant)
  const view = variant?.views.find((each) => each.id === draft.view)
  const step = view && (stepWithAction(view.steps, 'chooseCertificate') ?? stepWithAction(view.steps, 'sign'))
  if (!edition || !variant || !view || !step || draft.cms === null || draft.frozen === null) return null
  const open: OpenDraft = { kind: 'openDraft', draft, edition, variant, view, step, attachments: await store.attachmentsOf(deps.database.sql, draft.id), marks: [] }
  return judge(deps, open, person, draft.cms)
}

async function later(deps: DraftDeps, row: { readonly draftId: string; readonly attempts: number }): Promise<void> {
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(row.attempts, 10))
  await deps.database.sql`update portal.retry set next_at = ${iso(deps.technicalClock.ms() + wait)}, leased_until = null where draft_id = ${row.draftId}`
}

async function forget(deps: DraftDeps, draftId: string): Promise<void> {
  await deps.database.sql`delete from portal.retry where draft_id = ${draftId}`
}

async function tell(deps: DraftDeps, before: Draft, person: Person, registered: boolean): Promise<void> {
  const draft = await store.readDraft(deps.database.sql, before.id)
  const number = draft?.registered?.requestNumber ?? ''
  const text = registered
    ? { kk: `Күткен өтініміңіз тіркелді: ${number}.`, ru: `Ваша ожидавшая заявка зарегистрирована: ${number}.`, en: `Your waiting request is registered: ${number}.` }
    : { kk: 'Күткен өтініміңіздің қолтаңбасы расталмады. Себебі жеке кабинетте.', ru: 'Подпись вашей ожидавшей заявки не подтверждена. Причина в личном кабинете.', en: 'The signature of your waiting request was not confirmed. The reason is in your cabinet.' }
  const subject = { kk: 'Өтінім туралы', ru: 'О вашей заявке', en: 'About your request' }
  await deps.messaging.send({ idempotencyKey: `portal:waited:${before.id}:${draft?.version ?? 0}`, channel: 'sms', to: person.phone, language: person.language, subject, text, at: await deps.legalClock.now() })
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}

