// A request that a one-time password confirms: sealed by the portal, and no signature of anybody's.
import { hash } from 'node:crypto'
import { confirmedText, type SealedRequest } from '@ruqsat/documents'
import { isRefusal, orFault, parseBIN } from '@ruqsat/foundation'
import type { Edition, Regulation } from '@ruqsat/law'
import { migrateAccounts, openAccounts, type CodeMessage } from '@ruqsat/accounts'
import { QUICK_PASSWORDS } from '@ruqsat/accounts/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { NumberOwner } from '../../registration/people/subscriber.ts'
import type { Person } from '../../registration/people/person.ts'
import { sendPassword, submitPassword } from './confirming.ts'
import { readFrozen } from './frozen.ts'
import type { OpenDraft } from './model.ts'
import type { PackagesDouble } from './testing-packages.ts'
import { begin, doWhatIsDue, editionLike, fillAll, must, openDraftRoom, payFor, reopen, signatureOver, type DraftRoom } from './testing.ts'

let room: DraftRoom
let letsPasswords: Edition
let owner: NumberOwner = 'theirs'
const sent: CodeMessage[] = []
const SEAL_BIN = orFault(parseBIN('080340001111'))

beforeAll(async () => {
  room = await openDraftRoom()
  await migrateAccounts(room.database, 'portal_accounts')
  const accounts = openAccounts({
    sql: room.database.sql,
    schema: 'portal_accounts',
    technicalClock: room.technicalClock,
    secret: Buffer.alloc(32, 9),
    notify: async () => undefined,
    sendCode: async (message) => void sent.push(message),
    onFault: (error) => expect(error).toBeUndefined(),
    passwordCost: QUICK_PASSWORDS,
  })
  Object.assign(room.deps, {
    confirming: {
      seal: { bin: SEAL_BIN, seal: async (content: Uint8Array) => signatureOver(content) },
      oneTime: accounts.oneTime,
      phoneOf: async (accountId: string) => (await accounts.find(accountId))?.phone ?? null,
      ownerOf: async () => owner,
    },
  })
  letsPasswords = editionLike(room.edition, 'passwords', (regulation): Regulation => {
    const isCheck = ({ action }: { readonly action: string }) => action === 'checkCertificate'
    const variants = regulation.variants.map((variant) => ({
      ...variant,
      views: variant.views.map((view) => ({
        ...view,
        steps: view.steps.map((step) => (isCheck(step) ? { ...step, accepts: ['signature', 'oneTimePassword'] as const } : step)),
      })),
    }))
    return { ...regulation, variants }
  })
})
afterAll(() => room.close())
beforeEach(() => {
  room.offer(letsPasswords)
  room.trust.says = 'valid'
  owner = 'theirs'
  sent.length = 0
  room.technicalClock.forwardMs(2 * 60 * 60_000)
})

/** A person with an account and a confirmed telephone, and a draft that waits for its confirmation. */
async function ready(): Promise<{ readonly person: Person; readonly open: OpenDraft }> {
  const person = await room.addPerson()
  await room.database.sql`
    insert into portal_accounts.account (id, login, display_name, phone, status, password_hash, created_at, password_changed_at, phone_confirmed_at)
    values (${person.accountId}, ${person.iin}, 'А', ${person.phone}, 'active', '-', '2026-01-01', '2026-01-01', '2026-01-01')`
  return { person, open: await payFor(room, person, await fillAll(room, person, await begin(room, person))) }
}

const code = () => sent.at(-1)!.text.en.replace(/\D*(\d{6}).*/s, '$1')
const ofDraft = ({ draft }: OpenDraft) => [...room.host.registered.values()].filter((each) => each.submission.idempotencyKey === draft.id)

async function asked(person: Person, open: OpenDraft): Promise<OpenDraft> {
  expect(await sendPassword(room.deps, open, person)).toBeNull()
  return reopen(room, open, person)
}

test('the portal seals the request as it was shown, with how it was confirmed, and the record of the password has the digest that it names', async () => {
  const { person, open } = await ready()
  const now = await asked(person, open)
  const shown = now.draft.frozen!
  expect(await submitPassword(room.deps, now, person, code())).toEqual({ kind: 'registered' })
  const [{ submission }] = ofDraft(open) as [ReturnType<typeof ofDraft>[number]]
  const content = Buffer.from(submission.contentBase64, 'base64')
  const sealed = readFrozen(content) as SealedRequest
  expect(sealed).toMatchObject({ schema: 'ruqsat.sealed/1', applicant: { iin: person.iin } })
  expect(sealed.confirmation).toMatchObject({ by: 'oneTimePassword', iin: person.iin, phoneEnding: '4567', requestSha256: shown.sha256 })
  expect(hash('sha256', confirmedText(sealed))).toBe(shown.sha256)
  expect(submission.cmsBase64).toBe(Buffer.from(signatureOver(content)).toString('base64'))
  const { marks } = await reopen(room, open, person)
  const check = marks.find(({ facts }) => facts['confirmedBy'] === 'oneTimePassword')!
  expect(check).toMatchObject({ actor: 'applicant' })
  expect(hash('sha256', check.facts['event']!)).toBe(sealed.confirmation.eventSha256)
  expect(JSON.parse(check.facts['event']!)).toMatchObject({ requestSha256: shown.sha256, phone: person.phone, iin: person.iin })
})

test('a wrong password registers nothing and loses nothing; a password for what was changed meanwhile is worth nothing', async () => {
  const { person, open } = await ready()
  const now = await asked(person, open)
  const wrong = code() === '000000' ? '111111' : '000000'
  expect(await submitPassword(room.deps, now, person, wrong)).toMatchObject({ refusal: { code: 'one-time-code-wrong', field: 'code' } })
  const other = { ...now, draft: { ...now.draft, frozen: { bytes: now.draft.frozen!.bytes, sha256: 'ab'.repeat(32) } } }
  expect(await submitPassword(room.deps, other, person, code())).toMatchObject({ refusal: { code: 'one-time-code-wrong' } })
  expect(ofDraft(open)).toEqual([])
  expect((await reopen(room, open, person)).draft.status).toBe('open')
  expect(await submitPassword(room.deps, now, person, code())).toEqual({ kind: 'registered' })
})

test('whose the number is, is asked each time: another person’s refuses, silence waits and uses no password up', async () => {
  const { person, open } = await ready()
  owner = 'notTheirs'
  expect(await sendPassword(room.deps, open, person)).toMatchObject({ code: 'portal.phone-of-another' })
  owner = 'outage'
  expect(await sendPassword(room.deps, open, person)).toMatchObject({ code: 'portal.subscribers-out-of-reach' })
  owner = 'refused'
  expect(await sendPassword(room.deps, open, person)).toMatchObject({ code: 'portal.subscribers-refuse' })
  expect(sent).toEqual([])
  owner = 'theirs'
  const now = await asked(person, open)
  owner = 'outage'
  expect(await submitPassword(room.deps, now, person, code())).toMatchObject({ refusal: { code: 'portal.subscribers-out-of-reach' } })
  owner = 'theirs'
  expect(await submitPassword(room.deps, now, person, code())).toEqual({ kind: 'registered' })
})

test('where the table accepts a signature alone, and for a firm, there is no password', async () => {
  room.offer(room.edition)
  const { person, open } = await ready()
  expect(await sendPassword(room.deps, open, person)).toMatchObject({ code: 'portal.password-not-enough' })
  expect(await submitPassword(room.deps, open, person, '123456')).toMatchObject({ refusal: { code: 'portal.password-not-enough' } })
  expect(sent).toEqual([])
})

test('a seal whose certificate cannot be asked about waits and is registered later; one that is refused lets the person confirm again', async () => {
  const { person, open } = await ready()
  room.trust.says = 'waiting'
  expect(await submitPassword(room.deps, await asked(person, open), person, code())).toEqual({ kind: 'waiting' })
  room.trust.says = 'valid'
  room.technicalClock.forwardMs(11 * 60_000)
  await doWhatIsDue(room.deps)
  expect(ofDraft(open)).toHaveLength(1)

  const second = await ready()
  room.trust.says = 'waiting'
  expect(await submitPassword(room.deps, await asked(second.person, second.open), second.person, code())).toEqual({ kind: 'waiting' })
  room.trust.says = 'revoked'
  room.technicalClock.forwardMs(11 * 60_000)
  await doWhatIsDue(room.deps)
  room.trust.says = 'valid'
  const after = await reopen(room, second.open, second.person)
  expect([after.draft.status, after.draft.frozen]).toEqual(['open', null])
  const again = await asked(second.person, after)
  expect(readFrozen(again.draft.frozen!.bytes).schema).toBe('ruqsat.request/1')
  const signed = await submitPassword(room.deps, again, second.person, code())
  expect(isRefusal(must(signed as never))).toBe(false)
  expect(ofDraft(second.open)).toHaveLength(1)
})

test('where the table sends the package, files and request go by the gateway, with the paragraph and whose seal it is', async () => {
  const sends = editionLike(letsPasswords, 'sends', (regulation): Regulation => {
    const isRegistering = ({ action }: { readonly action: string }) => action === 'registerRequest'
    const variants = regulation.variants.map((variant) => ({
      ...variant,
      views: variant.views.map((view) => ({
        ...view,
        steps: view.steps.map((step) => (isRegistering(step) ? { ...step, action: 'sendPackage' as const } : step)),
      })),
    }))
    return { ...regulation, variants }
  })
  room.offer(sends)
  const { sent: handed } = room.deps.packages as PackagesDouble
  handed.length = 0
  const { person, open } = await ready()
  const registering = open.view.steps.find(({ action }) => action === 'sendPackage')!
  expect(await submitPassword(room.deps, await asked(person, open), person, code())).toEqual({ kind: 'registered' })
  expect(handed.at(-1)).toMatchObject({ what: 'package', signer: 'portal' })
  expect(handed.filter(({ what }) => what === 'file').length).toBeGreaterThan(0)
  const { authority } = sends.regulation
  for (const { sending } of handed)
    expect(sending).toEqual({
      subject: person.iin,
      purpose: { authority: authority.id, asker: 'IS-PORTAL', caseId: open.draft.id, source: registering.source },
    })
  const { draft, marks } = await reopen(room, open, person)
  expect([draft.status, marks.at(-1)?.stepId]).toEqual(['registered', registering.id])
})
