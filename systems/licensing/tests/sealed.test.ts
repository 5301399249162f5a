// A request that its applicant confirmed by a one-time password and the portal sealed: taken where the act lets it be, and by nobody else's seal.
import { hash } from 'node:crypto'
import { sealedRequest, type RequestConfirmation, type SignedRequest } from '@ruqsat/documents'
import { canonicalJson, isRefusal, orFault, parseBIN } from '@ruqsat/foundation'
import type { Edition } from '@ruqsat/law'
import { openActs } from '@ruqsat/regulations/testing'
import { AIGERIM, issueSigner, OTHER_BIN, type TestSigner } from '@ruqsat/trust/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openOffice, type Office } from './setup.ts'

const SEAL_BIN = orFault(parseBIN('080340001111'))
let office: Office
/** The same, by the act as it is: it accepts a signature alone. */
let strict: Office
let seal: TestSigner

beforeAll(async () => {
  const regulations = await openActs()
  const editions = regulations.editions.map((edition): Edition => ({ ...edition, regulation: acceptsPasswords(edition.regulation) }))
  const edition = (wanted: string) => editions.find((each) => each.hash === wanted) ?? null
  office = await openOffice({ sealBin: SEAL_BIN, regulations: { ...regulations, editions, edition } })
  strict = await openOffice({ sealBin: SEAL_BIN })
  seal = await sealOf(office)
})
afterAll(async () => {
  await office.close()
  await strict.close()
})

function acceptsPasswords(regulation: Edition['regulation']): Edition['regulation'] {
  const variants = regulation.variants.map((variant) => ({
    ...variant,
    views: variant.views.map((view) => ({
      ...view,
      steps: view.steps.map((step) =>
        step.action === 'checkCertificate' ? { ...step, accepts: ['signature', 'oneTimePassword'] as const } : step,
      ),
    })),
  }))
  return { ...regulation, variants }
}

const sealOf = (room: Office, bin = SEAL_BIN, roles: Parameters<typeof issueSigner>[2] = { roles: ['information-system'] }) =>
  issueSigner({ ...room.trust, authority: room.trust.authority! }, { commonName: 'PORTAL', organisation: 'PORTAL', bin }, roles)

const confirmed =
  (change: Partial<RequestConfirmation> = {}) =>
  (request: SignedRequest) =>
    sealedRequest(request, {
      by: 'oneTimePassword',
      iin: AIGERIM.iin!,
      phoneEnding: '4567',
      requestSha256: hash('sha256', canonicalJson(request)),
      eventSha256: 'ab'.repeat(32),
      confirmedAt: request.preparedAt,
      ...change,
    })

const codeOf = (answer: object) => (isRefusal(answer) ? answer.code : 'accepted')

test('it becomes a case with a number, and the result is drafted from what was confirmed', async () => {
  const sent = await office.submission({ signer: seal, shape: confirmed() })
  const { requestNumber, caseId } = await office.must(office.host.register(sent))
  expect(requestNumber).toMatch(/\d/)
  expect(await office.host.register(sent)).toMatchObject({ caseId })
})

test.each<[string, string, () => Parameters<Office['submission']>[0] | Promise<Parameters<Office['submission']>[0]>]>([
  [
    'the seal of another organisation',
    'trust.signature-wrong-person',
    async () => ({ signer: await sealOf(office, OTHER_BIN), shape: confirmed() }),
  ],
  [
    'a person of the same organisation',
    'trust.signature-wrong-role',
    async () => ({ signer: await sealOf(office, SEAL_BIN, { roles: ['legal-entity', 'first-head'] }), shape: confirmed() }),
  ],
  ['the applicant’s own key', 'trust.signature-wrong-person', () => ({ shape: confirmed() })],
  [
    'a confirmation of another request',
    'licensing.request-unreadable',
    () => ({ signer: seal, shape: confirmed({ requestSha256: 'cd'.repeat(32) }) }),
  ],
  ['a confirmation by another person', 'licensing.request-differs', () => ({ signer: seal, shape: confirmed({ iin: '790923300010' }) })],
  ['a request that nobody confirmed', 'trust.signature-wrong-person', () => ({ signer: seal })],
])('%s is refused: %s', async (_what, code, options) => {
  expect(codeOf(await office.host.register(await office.submission(await options())))).toBe(code)
})

test('where the act accepts a signature alone, or the seal is not known, it is refused by name', async () => {
  const signer = await sealOf(strict)
  expect(codeOf(await strict.host.register(await strict.submission({ signer, shape: confirmed() })))).toBe('licensing.signature-needed')
})
