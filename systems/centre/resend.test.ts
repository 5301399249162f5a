// What was sent from a window and has no answer yet: it is sent again until there is one, and who has left hears of a refusal.
import { beginEntry, EMPTY, readEntry, writeEntry, type CounterEntry } from '@ruqsat/counter'
import { openTestDatabase, type TestDatabase } from '@ruqsat/database/testing'
import { Fault, type Refusal } from '@ruqsat/foundation'
import { stepWithAction } from '@ruqsat/law'
import type { Registered, RequestPackage } from '@ruqsat/regional/contract'
import { openActs } from '@ruqsat/regulations/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hallServices } from './core/services.ts'
import { openHallQueue } from './index.ts'
import { refuseCentre } from './refusals.ts'
import { insertOperator } from './store/operators.ts'
import { resend } from './work/resend.ts'

const OFFICE = 'front-office'
const OPERATOR = '11111111-1111-4111-8111-111111111111'
const AT = '2026-11-23T05:00:00.000Z'
const regulations = await openActs()
const { edition, variant, view } = hallServices(regulations.editions, new Set(regulations.editions.map(({ hash }) => hash))).find(
  ({ isServed, view: each }) => isServed && stepWithAction(each.steps, 'sendPackage') !== null,
)!
const REFUSED: Refusal = refuseCentre('centre.no-service')
const REGISTERED: Registered = { kind: 'registered', caseId: 'case 1', requestNumber: 'WK-2026-000001', registeredAt: AT }

let database: TestDatabase
let answer: Registered | Refusal | 'silent'
const sent: RequestPackage[] = []
const letters: { readonly to: string; readonly text: { readonly kk: string } }[] = []
beforeAll(async () => {
  database = await openTestDatabase('centre')
  await openHallQueue(database)
  const text = { kk: 'оператор', ru: 'оператор', en: 'operator' }
  const operator = { id: OPERATOR, authority: OFFICE, iin: '850412400012', bin: null, name: 'Сынақ Оператор', position: text }
  await insertOperator(database.sql, { ...operator, language: 'kk', retiredAt: null } as never)
})
afterAll(() => database?.drop())

const centre = () =>
  ({
    deps: {
      database,
      regulations,
      legalClock: { now: async () => AT },
      office: { id: OFFICE },
      hosts: [],
      messaging: { send: async (letter: (typeof letters)[number]) => void letters.push(letter) },
      packages: {
        async sendPackage(one: RequestPackage) {
          sent.push(one)
          if (answer === 'silent') throw new Fault('Expected an answer but there was none', { retry: 'later' })
          return answer
        },
      },
    },
  }) as never

const store = () => ({ sql: database.sql, schema: 'centre' })

/** An entry that was signed and sent, of an applicant who has left or not. */
async function sentEntry(hasLeft: boolean): Promise<() => Promise<CounterEntry>> {
  const id = crypto.randomUUID()
  const phone = variant.form.sections.flatMap(({ fields }) => fields).find(({ known }) => known === 'applicant.phone')!
  const entry: CounterEntry = {
    authority: OFFICE,
    id,
    staffId: OPERATOR,
    regulation: edition.regulation.id,
    editionHash: edition.hash,
    variant: variant.id,
    view: view.id,
    applicant: 'individual',
    stepId: stepWithAction(view.steps, 'registerRequest')!.id,
    status: 'open',
    content: { ...EMPTY, values: { [phone.id]: '+77011234567' }, sent: 'AAAA', ...(hasLeft && { hasLeft }) },
    frozen: null,
    requestNumber: null,
    caseId: null,
    version: 1,
    changedAt: AT,
  }
  await beginEntry(store(), entry)
  const now = async () => (await readEntry(store(), OFFICE, id))!
  const frozen = JSON.stringify({ applicant: { name: 'Сынақ Адам' }, attachments: [] })
  await writeEntry(store(), await now(), { frozen }, AT)
  return now
}

test('silence leaves everything as it was, and the next round registers the same package', async () => {
  const entry = await sentEntry(true)
  answer = 'silent'
  await resend(centre())
  expect(await entry()).toMatchObject({ status: 'open', content: { sent: 'AAAA', hasLeft: true } })
  answer = REGISTERED
  await resend(centre())
  expect(await entry()).toMatchObject({ status: 'registered', requestNumber: REGISTERED.requestNumber })
  expect((await entry()).content.sent).toBeUndefined()
  const [one, two] = sent.splice(0)
  expect(two).toEqual(one)
  expect(one).toMatchObject({ signer: { kind: 'operator', id: OPERATOR, office: OFFICE } })
  await resend(centre())
  expect([sent.length, letters.length]).toEqual([0, 0])
})

test('a refusal opens the entry again for who is at the window, and empties it and informs who has left', async () => {
  const [there, left] = [await sentEntry(false), await sentEntry(true)]
  answer = REFUSED
  await resend(centre())
  expect(await there()).toMatchObject({ status: 'open' })
  expect((await there()).content.sent).toBeUndefined()
  expect(await left()).toMatchObject({ status: 'givenUp', frozen: null, content: EMPTY })
  expect(letters.map(({ to }) => to)).toEqual(['+77011234567'])
  expect(letters[0]!.text.kk).toContain('Залға қайта келіңіз')
})
