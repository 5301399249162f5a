// The house's promise: the next act costs a package of data and no code. These were written with the guide alone; their house knows no other.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { laterBy, technicalClock } from '@ruqsat/database'
import { openRegulations } from '@ruqsat/regulations'
import { openActs } from '@ruqsat/regulations/testing'
import { editionsFor, runScenario, scenariosOf } from '@ruqsat/scenarios'
import { licenceNumber } from '@ruqsat/foundation'
import { allDecided, stepWithAction, type Regulation } from '@ruqsat/law'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Applicant, Browser, numberOf, Office, Official, openSandbox, type Sandbox, type Wish } from '../driver/index.ts'
import { startHouse, type RunningHouse } from '../house.ts'
import { carry, deskIds, textOf, verify } from './support/grant.ts'
import { decide, openProceedings } from './support/proceedings.ts'

const OURS = fileURLToPath(new URL('../../regulations/', import.meta.url))
const CONFIRMED = fileURLToPath(new URL('./confirmed-grounds.yaml', import.meta.url))
const PACKAGES = fileURLToPath(new URL('./regulations/', import.meta.url))

const VARIANTS = ['cancel', 'issue', 'prolong', 'rectify', 'replace', 'resume', 'suspend']

/** What the authority opens by itself: nobody finds it in the catalogue. */
const OF_OFFICE = ['amend', 'revoke']

let folder: string
let regulation: Regulation
let fair: Regulation
/** What the packages in the folder offer: each variant with a channel that is executed. */
let offered: readonly string[]

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ruqsat-next-act-'))
  cpSync(PACKAGES, folder, { recursive: true })
  cpSync(join(OURS, 'calendars'), join(folder, 'calendars'), { recursive: true })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const isOffered = ({ offered: isOn, views }: Regulation['variants'][number]) =>
  isOn && views.some((view) => view.offered && view.id !== 'office')

const filesOf = (home: string) =>
  readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))

describe('a made-up act', () => {
  test('has no word of an act that this house knows', async () => {
    const { editions } = await openActs()
    const known = editions.map((edition) => edition.regulation).filter(({ variants }) => variants.length > 0)
    const text = filesOf(PACKAGES).join('\n').toLowerCase()
    for (const { id, authority } of known) for (const word of [id, authority.id]) expect(text).not.toMatch(new RegExp(`\\b${word}\\b`))
    expect([
      ...text.matchAll(/(?<!\p{L})(?:астық|мақта|зерно|хлопк|металл|кеме|судн|судов|grain|cotton|scrap|vessel|warehouse)/gu),
    ]).toEqual([])
  })

  test('is sound, decided, and goes its own way: nothing to pay, no clerk, another order of steps', async () => {
    const { packages, broken, tables } = await openRegulations(pathToFileURL(`${folder}/`))
    expect([broken, packages.filter(({ findings }) => !allDecided(findings)).map((each) => each.folder)]).toEqual([[], []])
    expect([...new Set(packages.map((each) => each.folder))].toSorted()).toEqual(readdirSync(PACKAGES).toSorted())
    const all = packages.map(({ edition }) => edition.regulation)
    offered = [...new Set(all.flatMap(({ id, variants }) => variants.filter(isOffered).map((variant) => `${id}/${variant.id}`)))]
    regulation = all.find(({ id }) => id === 'hives')!
    fair = all.find(({ id }) => id === 'fair')!
    expect(regulation.variants.map(({ id, offered }) => `${id} ${offered}`).toSorted()).toEqual(
      [...VARIANTS, ...OF_OFFICE].toSorted().map((id) => `${id} true`),
    )
    for (const { fee, views, procedure } of regulation.variants) {
      expect([fee, stepWithAction(views[0]!.steps, 'pay')]).toEqual([null, null])
      expect(procedure.steps.every(({ unit }) => regulation.units.find(({ id }) => id === unit)?.role !== 'clerk')).toBe(true)
    }
    // Each in the edition of its day.
    const runs = packages.flatMap((dated) =>
      scenariosOf(dated.files)
        .filter((scenario) => editionsFor(scenario, [dated]).length > 0)
        .map((scenario) => [scenario.title, runScenario(scenario, { edition: dated.edition, tables }).failures] as const),
    )
    expect(runs.filter(([, failures]) => failures.length > 0)).toEqual([])
    expect(runs.length).toBeGreaterThan(3)
  })

  describe('in service', () => {
    let house: RunningHouse
    let sandbox: Sandbox
    beforeAll(async () => {
      house = await startHouse({ env: { RUQSAT_REGULATIONS: folder, RUQSAT_CONFIRMATIONS: CONFIRMED, RUQSAT_RATE_LIMITS: 'off' } })
      sandbox = await openSandbox(house.origin)
    })
    afterAll(() => house?.stop())

    test('is in the catalogue with each variant, and has somebody at each desk', async () => {
      const browser = new Browser()
      const services = (await browser.open(`${house.origin}/kk`)).links(/\/services\//).map(({ pathname }) => pathname)
      expect([...new Set(services)].toSorted()).toEqual(offered.map((service) => `/kk/services/${service}`).toSorted())
      expect((await browser.open(`${house.origin}/kk/services/hives/issue`)).text).toContain('Қала маңында омарта ұстауға рұқсат')
      expect(deskIds(sandbox, regulation)).toContain('saryzhaz-bees-operator')
      browser.close()
    })

    test('grants a person the first permit: assigned, accepted, the place visited with signed minutes, asked about, concluded, signed, handed over', async () => {
      const came = await carry(house, sandbox, { regulation, variant: 'issue', personId: 'daulet' })
      expect(came.steps.map(({ action }) => action)).toEqual([
        'assign',
        'accept',
        'writeWork',
        'signResult',
        'approve',
        'conclude',
        'signResult',
        'handOver',
      ])
      expect(came.steps.map(({ official }) => official)).toContain('saryzhaz-bees-operator')
      expect(came.verified).toMatch(/valid/i)
      expect(came.registerNumber).toMatch(/^KZ\d{2}BEE\d{8}$/)
    })

    test('shows the person the minutes of the visit, signed by the inspector, and what was seen reaches the permit', async () => {
      let number = ''
      const came = await carry(house, sandbox, {
        regulation,
        variant: 'issue',
        personId: 'daulet',
        wish: { works: { hivesSeen: '37', distanceKept: 'yes' } },
        between: async (own) => void (number = own),
      })
      expect(await textOf(came.result)).toContain('37 ұя')
      const applicant = new Applicant(sandbox, 'daulet')
      try {
        await applicant.signIn()
        const page = await applicant.request(number)
        expect(page.text).toContain('37 ұя')
        const minutes = (await applicant.browser.download(page.link(/\/papers\//))).body
        expect(await textOf(minutes)).toMatch(/ОМАРТАНЫ ҚАРАУ АКТІСІ.*37 ұя/)
        expect(await verify(house, minutes)).toMatch(/valid/i)
        const photo = (await applicant.browser.download(page.link(/\/work-files\//))).body
        expect(photo.subarray(0, 5).toString()).toBe('%PDF-')
        expect((await new Browser().open(page.link(/\/papers\//))).path).toContain('sign-in')
      } finally {
        applicant.close()
      }
    })

    test('leads past the other body where houses are too near', async () => {
      const came = await carry(house, sandbox, {
        regulation,
        variant: 'issue',
        personId: 'daulet',
        wish: { works: { distanceKept: 'no' }, decision: 'refuse', explanation: 'Ең жақын үйге 90 метр.' },
      })
      expect(came.steps.map(({ action }) => action)).toEqual([
        'assign',
        'accept',
        'writeWork',
        'signResult',
        'conclude',
        'signResult',
        'handOver',
      ])
    })

    test('the head is on leave: another assigns and signs by the order, and the paper, the case and the record say so', async () => {
      const head = new Official(sandbox, 'asqar')
      const deputy = new Official(sandbox, 'madina')
      const day = (name: string, daysFromNow: number) => {
        const [year, month, date] = laterBy(technicalClock, daysFromNow * 86_400_000)
          .slice(0, 10)
          .split('-')
        return { [`${name}-day`]: date!, [`${name}-month`]: month!, [`${name}-year`]: year! }
      }
      const form = (await head.open('/kk/work/substitutions')).findForm(/\/substitutions$/)!
      const person = (field: string, { surname }: { readonly surname: string }) => {
        const found = form.fields.find(({ name }) => name === field)!
        return found.options[found.optionLabels.findIndex((label) => label.includes(surname))]!
      }
      const typed = { why: 'leave', orderNumber: '112-к', signs: 'yes', ...day('from', -1), ...day('until', 2), ...day('orderDate', -1) }
      form
        .set('absent', person('absent', { surname: 'Нұрпейісов' }))
        .set('substitute', person('substitute', { surname: 'Сағындықова Мәдина' }))
      for (const [name, value] of Object.entries(typed)) form.set(name, value)
      expect((await form.submit()).text).toContain('Алмастыру тағайындалды')
      const staff = ['madina', ...deskIds(sandbox, regulation).filter((id) => id !== 'asqar')]
      const came = await carry(house, sandbox, {
        regulation,
        variant: 'issue',
        personId: 'aigerim',
        staff,
        wish: { officer: 'Ермеков', works: { hivesSeen: '37', distanceKept: 'yes' } },
      })
      expect(came.steps.findLast(({ action }) => action === 'signResult')).toEqual({ official: 'madina', action: 'signResult' })
      expect(came.verified).toMatch(/valid/i)
      const paper = (await textOf(came.result)).replaceAll(/\s+/g, ' ')
      for (const said of ['Сағындықова Мәдина', 'міндетін атқарушы', '112-к']) expect(paper).toContain(said)
      const page = (await deputy.open(`/ru/work/cases/${encodeURIComponent(came.number)}`)).text
      expect(page).toContain('замещает: Нұрпейісов')
      head.close()
      deputy.close()
    })

    test('asks three bodies at once: each has its own task and sees no other, and the result waits for all of them', async () => {
      const bodies = ['firewatch-interestedbody', 'roadwatch-interestedbody', 'saryzhaz-trade-lawyers']
      expect(deskIds(sandbox, fair)).toEqual(expect.arrayContaining(bodies))
      const asked: string[] = []
      const files: Record<string, number> = {}
      const came = await carry(house, sandbox, {
        regulation: fair,
        variant: 'street',
        personId: 'aigerim',
        wish: { decision: 'refuse', opinion: 'objects', explanation: 'Өрт сөндіру көлігі өте алмайды.' },
        between: async (number, { official, action }) => {
          if (action !== 'examine' && action !== 'approve') return
          if (action === 'approve') asked.push(official)
          for (const id of bodies) {
            const body = new Official(sandbox, id)
            const tasks = (await body.workList()).filter(({ text }) => text.includes(number))
            expect([id, tasks.length]).toEqual([id, asked.includes(id) ? 0 : 1])
            // What the act means for one body is a link there, and one more in the preview, and a bare name elsewhere.
            const links = tasks.length > 0 ? (await body.open(tasks[0]!.url.pathname)).links(/\/attachments\//) : null
            if (links !== null) files[id] = new Set(links.map(({ pathname }) => pathname)).size
            body.close()
          }
        },
      })
      expect(came.steps.map(({ action }) => action)).toEqual([
        'assign',
        'examine',
        'approve',
        'approve',
        'approve',
        'conclude',
        'signResult',
        'handOver',
      ])
      expect(asked.toSorted()).toEqual(bodies)
      expect(files).toEqual({ 'firewatch-interestedbody': 2, 'roadwatch-interestedbody': 1, 'saryzhaz-trade-lawyers': 1 })
      const paper = await textOf(came.result)
      for (const name of ['Өрт күзеті', 'Жол күзеті', 'Заң тобы']) expect(paper).toContain(name)
    })

    describe('a firm’s permit', () => {
      /** The number that the firm holds now. */
      let held = ''
      /** The one that was given in its place. */
      let next = ''
      const ask = (variant: string, wish?: Wish) =>
        carry(house, sandbox, {
          regulation,
          variant,
          personId: 'marat',
          answers: { permitNumber: held, place: PLACE },
          ...(wish && { wish }),
        })
      const entry = (number: string) => anyone.open(`${house.origin}/ru/verify/${number}`)
      const anyone = new Browser()
      afterAll(() => anyone.close())
      /** Years from the first to the last day that the register shows of a number. */
      const yearsOf = async (number: string) => {
        const page = await entry(number)
        const term = page.root.querySelectorAll('dt').find((key) => key.text.trim() === 'Срок действия')
        const [from, until] = term!
          .nextElementSibling!.text.split(' – ')
          .map((day) => ({ year: Number(/\d{4}/.exec(day)), date: day.trim().replace(/\d{4}/, '') }))
        return from!.date === until!.date ? until!.year - from!.year : `${from!.date} – ${until!.date}`
      }

      test('is granted for two years, and the paper names the place that the form named', async () => {
        const came = await ask('issue')
        held = came.registerNumber!
        expect(await textOf(came.result)).toContain(PLACE)
        const { text } = await entry(held)
        expect(text).toContain('действует')
        expect(await yearsOf(held)).toBe(2)
      })

      test('is not touched by a refusal of its prolongation, which is signed too', async () => {
        const came = await ask('prolong', { decision: 'refuse', explanation: 'Үйлерге тым жақын.' })
        expect(came.steps.map(({ action }) => action)).toEqual(['accept', 'assign', 'examine', 'signResult'])
        expect([came.registerNumber, came.verified]).toEqual([null, expect.stringMatching(/valid/i)])
        expect(await yearsOf(held)).toBe(2)
      })

      test('is prolonged under its own number, from the old end, and once only', async () => {
        const came = await ask('prolong')
        expect(came.registerNumber).toBe(held)
        expect(await textOf(came.result)).toMatch(new RegExp(`${held}[^]*Жер телімі.{0,30}02.036`))
        expect([await yearsOf(held), (await entry(held)).text.includes('продлено')]).toEqual([3, true])
        expect(await refusedAtForm('marat', held)).toContain('бұл жасалып қойған: 1 рет')
      })

      test('is replaced by a new number with the same end, and says by which', async () => {
        const came = await ask('replace')
        next = came.registerNumber!
        const old = await entry(held)
        expect(old.text).toContain('заменено')
        expect(old.findLink(new RegExp(next))).not.toBeNull()
        const now = await entry(next)
        expect(await yearsOf(next)).toBe(3)
        expect(now.findLink(new RegExp(held))).not.toBeNull()
      })

      test('cannot be named again once it is replaced, nor by somebody else, nor if nobody has it: said before anything is signed', async () => {
        const replaced = held
        held = next
        expect(await refusedAtForm('marat', replaced)).toContain('басқа нөмірмен ауыстырылған')
        expect(await refusedAtForm('daulet', held)).toContain('басқа адамға')
        expect(await refusedAtForm('daulet', licenceNumber('BEE', 77_777_777))).toContain('құжаттардың арасында жоқ')
      })

      test('is suspended until the day that the form names; what it would permit is refused meanwhile', async () => {
        const came = await ask('suspend')
        expect(came.registerNumber).toBeNull()
        expect(await textOf(came.result)).toContain('Тоқтатыла тұратын уақыты')
        const { text } = await entry(held)
        expect([text.includes('приостановлено'), /действует\b/.test(text)]).toEqual([true, false])
        expect(await refusedAtForm('marat', held)).toContain('қолданылуы тоқтатыла тұр')
      })

      test('is in force again when the suspension is lifted, and cannot be lifted twice', async () => {
        await ask('resume')
        const { text } = await entry(held)
        expect([text.includes('действует'), text.includes('возобновлено')]).toEqual([true, true])
        expect(await refusedAtForm('marat', held, 'resume')).toContain('қолданылуы тоқтатылмаған')
      })

      const revoke = { officialId: 'asqar', service: 'hives/revoke', ground: 'moved', reason: 'Омарта өзен жағасында тұр.' }

      test('may be examined by the authority itself: opened with a ground by whom the package names, and the holder is its party', async () => {
        const other = { ...revoke, officialId: 'saryzhaz-bees-operator', number: held }
        await expect(openProceedings(sandbox, other)).rejects.toThrow('лауазымыңыз мұндай рәсімді бастамайды')
        const unknown = await openProceedings(sandbox, { ...revoke, number: licenceNumber('BEE', 77_777_777) })
        expect([unknown.number, unknown.page.root.querySelector('.error-summary')?.text]).toEqual([
          null,
          expect.stringContaining('құжаттардың арасында жоқ'),
        ])
        const groundless = await openProceedings(sandbox, { ...revoke, number: held, ground: '', reason: '' })
        expect(groundless.page.problems.join(' ')).toMatch(/негізі таңдалмаған.*анықталғаны жазылмаған/)
        const { number } = await openProceedings(sandbox, { ...revoke, number: held })
        const holder = new Applicant(sandbox, 'marat')
        await holder.signIn()
        const page = await holder.request(number!)
        expect([
          page.text.includes('Рәсім'),
          page.text.includes(revoke.reason),
          page.text.includes('рұқсатта жазылған жерде емес'),
        ]).toEqual([true, true, true])
        expect(await decide(sandbox, regulation, number!, { decision: 'refuse', explanation: 'Омарта өз орнында.' })).toEqual([
          'accept',
          'assign',
          'examine',
          'signResult',
        ])
        const ended = await holder.request(number!)
        expect([ended.text.includes('шара қолданылмай'), ended.text.includes('дәлелді бас тартылды')]).toEqual([true, false])
        expect((await entry(held)).text).toContain('действует')
        holder.close()
      })

      test('is not revoked before its holder was heard: in person, with signed minutes, after which the chief may find otherwise', async () => {
        const { number } = await openProceedings(sandbox, { ...revoke, number: held })
        const holder = new Applicant(sandbox, 'marat')
        const office = new Office(sandbox, deskIds(sandbox, regulation))
        await holder.signIn()
        try {
          expect((await office.carryThrough(number!)).map(({ action }) => action)).toEqual(['accept', 'assign', 'examine'])
          const page = await holder.request(number!)
          for (const said of ['шара жобасы дайындалды', revoke.reason]) expect(page.text).toContain(said)
          const asking = await holder.browser.open(page.link(/\/objection\/oral$/))
          for (const said of ['рұқсатта жазылған жерде емес', 'хаттамаға жазылады']) expect(asking.text).toContain(said)
          const asked = await asking.form('/oral').set('text', 'Омарта көшірілді, суретін көрсетемін.').submit()
          expect(asked.text).toContain('Сұрауыңыз қабылданды')
          const works = { hour: '11:00', place: 'Бөлім, 3-бөлме', said: 'Омарта көшірілген, суреті бар.' }
          const wish = { decision: 'refuse', explanation: 'Омарта көшірілген.', works } as const
          const done = (await office.carryThrough(number!, wish)).map(({ action }) => action).join(' ')
          expect(done).toBe('writeWork writeWork signResult examine signResult')
          const ended = await holder.request(number!)
          for (const said of ['Бөлім, 3-бөлме', 'Омарта көшірілген, суреті бар.', 'шара қолданылмай']) expect(ended.text).toContain(said)
          const minutes = await holder.browser.download(ended.link(/\/papers\/[^/]+$/))
          expect(await verify(house, minutes.body)).toMatch(/valid/i)
          expect((await entry(held)).text).toContain('действует')
        } finally {
          holder.close()
          office.close()
        }
      })

      test('is ended by a notice that has no number', async () => {
        const came = await ask('cancel')
        expect(came.registerNumber).toBeNull()
        const paper = await textOf(came.result)
        expect([paper.includes(held), [...paper.matchAll(/KZ\d{2}[A-Z]{3}\d{8}/g)].every(([number]) => number === held)]).toEqual([
          true,
          true,
        ])
        const { text } = await entry(held)
        expect(text).toContain('прекращено')
        expect(text).toContain('УВЕДОМЛЕНИЕ О ПРЕКРАЩЕНИИ РАЗРЕШЕНИЯ')
        expect(text).not.toContain('действует')
      })

      /** What the form says where this person asks this (to prolong, if nothing is named) of this number. */
      async function refusedAtForm(personId: string, permitNumber: string, variant = 'prolong'): Promise<string> {
        const applicant = new Applicant(sandbox, personId)
        try {
          await applicant.register()
          const draft = await applicant.startDraft(personId, await applicant.startForm(`hives/${variant}`))
          await applicant.fillAll(draft, { answers: { permitNumber } })
          await applicant.attachAll(draft)
          const page = await applicant.browser.open(`${draft.url}/check`)
          return page.root.querySelector('.error-summary')?.text ?? ''
        } finally {
          applicant.close()
        }
      }
    })

    // The last one: legal time moves for everybody.
    test('counts a request that nobody decides in time as granted; people still sign and hand over, and every page says so', async () => {
      const applicant = new Applicant(sandbox, 'daulet')
      const office = new Office(sandbox, deskIds(sandbox, fair))
      try {
        await applicant.register()
        const draft = await applicant.startDraft('daulet', await applicant.startForm('fair/street'))
        const number = numberOf(await applicant.apply(draft))
        for (let weeks = 0; weeks < 4; weeks += 1) await sandbox.moveTime('week')
        let { text } = await applicant.request(number)
        for (let tries = 0; tries < 100 && !text.includes(BY_SILENCE); tries += 1) {
          await setTimeout(100)
          text = (await applicant.request(number)).text
        }
        expect(text).toContain(BY_SILENCE)
        const [desk] = office.officials.filter(({ persona }) => persona.id === 'saryzhaz-trade-head')
        expect((await desk!.workList()).filter((task) => task.text.includes(number))).toHaveLength(1)
        expect((await office.carryThrough(number)).map(({ action }) => action)).toEqual(['signResult', 'handOver'])
        expect(await textOf((await applicant.resultOf(number))!)).toContain('шешімсіз өтті')
        const granted = await applicant.request(number)
        expect(granted.findLink(/\/verify\/KZ/)?.pathname).toMatch(/KZ\d{2}FAS\d{8}$/)
        expect((await sandbox.messages()).some((message) => message.text.includes(BY_SILENCE) && message.text.includes(number))).toBe(true)
      } finally {
        applicant.close()
        office.close()
      }
    })
  })
})

const BY_SILENCE = 'қанағаттандырылды деп саналады'
const PLACE = 'Гүлді сай, 7-учаске'
