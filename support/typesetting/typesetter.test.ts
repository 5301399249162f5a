import { execFileSync, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { isRefusal, LANGUAGES, tidyText, unprintable, wordsOf } from '@ruqsat/foundation'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { lintPdf, openTypesetter, qrRows } from './index.ts'

const AT = { creationTimestamp: '2026-11-23T05:00:00.000Z' }
const problems: string[] = []
const typesetter = openTypesetter({ onProblem: ({ template, problem }) => void problems.push(`${template}: ${problem}`) })
afterAll(() => typesetter.close())

const pair = (text: string) => ({ kk: text, ru: text })
const data = {
  number: 'KZ96LAA00035527',
  sandbox: true,
  authority: { name: pair('Басқарма'), address: pair('Көше, 1'), phone: '' },
  request: { number: 'N-1', date: pair('') },
  signer: { name: 'Аты Жөні', position: pair('Басшы') },
  signatureNote: pair('Қолтаңба'),
  verify: { url: 'http://localhost/kk/verify/x', qr: qrRows('http://localhost/kk/verify/x') },
}
const TEMPLATE = `#import "/house.typ": *
#show: official.with((kk: "Құжат", ru: "Документ"))
ӘәҒғҚқҢңӨөҰұҮүҺһІі
#signature()`

/** A licence of one sentence. */
const PLAIN = `#set text(font: "Noto Serif", lang: "kk", fallback: false)
#set document(title: "x")
#let data = json(bytes(sys.inputs.data))
#data.text`
/** What people wrote, by the house's own style, in both weights. */
const PRINTED = `#import "/house.typ": *
#show: official.with((kk: "Құжат", ru: "Документ"))
#data.text
#text(weight: "bold", data.text)`
const ENDLESS = `${PLAIN}
#for a in range(20000) { for b in range(20000) { for c in range(20000) { let x = a * b } } }`
const HUGE = `${PLAIN}
#let kept = ()
#for a in range(1000) { kept.push(range(1000000).map(b => (a, b))) }`

type Set = typeof typesetter.render
const named = (source: string, name = 'some/licence.typ') => ({ name, source })
const answer = async (render: Set, source: string, given: object = data) => render(named(source), given, AT)
const pdfOf = async (source: string, given: object = data, at = AT) => {
  const pdf = await typesetter.render(named(source), given, at)
  if (isRefusal(pdf)) throw new Error(wordsOf(pdf).text.en)
  return pdf
}

describe('the typesetter', () => {
  it('gives the same bytes for the same input, and other bytes for another instant', async () => {
    const first = await pdfOf(TEMPLATE)
    expect(Buffer.compare(first, await pdfOf(TEMPLATE))).toBe(0)
    expect(Buffer.compare(first, await pdfOf(TEMPLATE, data, { creationTimestamp: '2026-11-23T05:00:01.000Z' }))).not.toBe(0)
  })

  it('makes a tagged PDF/A that qpdf finds whole, with every Kazakh letter readable in it', async () => {
    const pdf = await pdfOf(TEMPLATE)
    expect(lintPdf(pdf)).toEqual([])
    const file = join(mkdtempSync(join(tmpdir(), 'ruqsat-typeset-')), 'a.pdf')
    writeFileSync(file, pdf)
    expect(execFileSync('qpdf', ['--check', file], { encoding: 'utf8' })).toContain('No syntax or stream encoding errors')
    expect(execFileSync('pdftotext', [file, '-'], { encoding: 'utf8' })).toContain('ӘәҒғҚқҢңӨөҰұҮүҺһІі')
  })

  it('refuses a template that does not compile, by its name, and says the line to the operator', async () => {
    const refused = await answer(typesetter.render, '#let y = 1\n\n#let x = ')
    expect(refused).toMatchObject({ code: 'typesetting.template-broken', facts: { template: 'some/licence.typ' } })
    for (const language of LANGUAGES) expect(isRefusal(refused) && wordsOf(refused).text[language]).toContain('some/licence.typ')
    expect(problems.at(-1)).toMatch(/^some\/licence\.typ: line 3: expected expression/)
    expect(await typesetter.problemsOf(named(`${PLAIN}\n#data.nothing`), { text: 'x' }, AT)).toMatchObject([
      { line: 5, message: expect.stringContaining('nothing') },
    ])
    // The fault is in the file of the house: what led there is a line of the template.
    const called = '#import "/house.typ": *\n\n#let both(it) = {\n  twin(it)\n}\n#both("x")'
    expect(await typesetter.problemsOf(named(called), { text: 'x' }, AT)).toEqual([
      { line: 4, message: expect.stringContaining('type string'), sign: null },
    ])
  })

  it('names a sign that no pinned font has, with its place in the sentence, and keeps the sentence from the log', async () => {
    const refused = await answer(typesetter.render, PLAIN, { text: 'Қойманың сыйымдылығы \u{1f33e} 500 тонна болуы керек екені айтылды' })
    expect(refused).toMatchObject({ code: 'typesetting.sign-not-printable', facts: { sign: '\u{1f33e}' } })
    for (const language of LANGUAGES)
      expect(isRefusal(refused) && wordsOf(refused).text[language]).toContain('Қойманың сыйымдылығы \u{1f33e} 500 тонна болуы керек е…')
  })

  it('sets every sign that the doors take, in both weights', async () => {
    const planes = Array.from({ length: 3 * 0x10000 }, (_, sign) => String.fromCodePoint(sign))
    const all = planes.filter((sign) => unprintable(sign) === null)
    expect(all.length).toBeGreaterThan(8_000)
    for (let from = 0; from < all.length; from += 1_500) {
      const pdf = await pdfOf(PRINTED, { ...data, text: all.slice(from, from + 1_500).join(' ') })
      expect([from, lintPdf(pdf)]).toEqual([from, []])
    }
  })

  it('sets whatever the doors take: any text that is printable can be finished', async () => {
    const typed = fc.array(
      fc.oneof(
        {
          weight: 5,
          arbitrary: fc.constantFrom(
            '≥ 500 т',
            'Ə',
            'ʻ',
            '\uf0b7',
            'а\u0301',
            '☺',
            '王',
            '\u200d',
            '\u2028',
            'ﬁ',
            'ẞ',
            '🌾',
            '\u0301',
            'ᾳ',
            '\u0332',
            '\ufe0f',
            '\t',
            '\n',
            '#',
            '*',
            '$',
            '\\',
            '@',
          ),
        },
        { weight: 3, arbitrary: fc.string({ unit: 'grapheme', maxLength: 6 }) },
        { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
      ),
      { maxLength: 12 },
    )
    let set = 0
    await fc.assert(
      fc.asyncProperty(typed, async (parts) => {
        // What a door keeps of it: signs that it refuses are typed again by the person, here left out one after the other.
        let text = tidyText(parts.join(' '))
        for (let found = unprintable(text); found !== null; found = unprintable(text)) text = tidyText(text.replace(found.sign, ''))
        const answered = await typesetter.render(named(PRINTED), { ...data, text }, AT)
        expect([text, isRefusal(answered) ? wordsOf(answered).text.en : null]).toEqual([text, null])
        set += 1
      }),
      { numRuns: 300 },
    )
    expect(set).toBe(300)
  })

  it('finds a font that is not ours', async () => {
    const foreign = await pdfOf('#set text(font: "Libertinus Serif", lang: "kk")\n#set document(title: "x")\nХат')
    expect(lintPdf(foreign).join()).toMatch(/pinned fonts/)
  })

  it('cannot read a file outside its own workspace', async () => {
    for (const source of ['#read("/../typesetter.ts")', '#read("/etc/passwd")'])
      expect(await answer(typesetter.render, source)).toMatchObject({ code: 'typesetting.template-broken' })
  })
})

describe('a template that never ends', () => {
  it('is stopped and named; this process goes on meanwhile, what waits behind it is set, and it is not tried again at once', async () => {
    const press = openTypesetter({ withinMs: 2_000 })
    let turns = 0
    const beat = setInterval(() => (turns += 1), 5)
    const endless = answer(press.render, ENDLESS, { text: '' })
    const behind = answer(press.render, PLAIN, { text: 'Хат' })
    expect(await endless).toMatchObject({ code: 'typesetting.template-endless', facts: { template: 'some/licence.typ' } })
    expect(turns).toBeGreaterThan(20)
    clearInterval(beat)
    expect(isRefusal(await behind)).toBe(false)
    const again = await Promise.all([answer(press.render, ENDLESS, { text: '' }), answer(press.render, PLAIN, { text: 'Хат' })])
    expect(again.map(isRefusal)).toEqual([true, false])
    await press.close()
  })

  it('is stopped where it takes all memory', async () => {
    const press = openTypesetter({ withinMs: 60_000 })
    expect(await answer(press.render, HUGE, { text: '' })).toMatchObject({ code: 'typesetting.template-too-large' })
    expect(isRefusal(await answer(press.render, PLAIN, { text: 'Хат' }))).toBe(false)
    await press.close()
  })

  it('keeps a bounded number waiting and says so to the others; closing ends it and fails what waits', async () => {
    const press = openTypesetter({ withinMs: 60_000 })
    const first = answer(press.render, ENDLESS, { text: '' }).catch((error: Error) => error.message)
    const rest = Array.from({ length: 80 }, () => answer(press.render, PLAIN, { text: 'Хат' }).catch((error: Error) => error.message))
    const busy = await Promise.race(rest)
    expect(busy).toMatchObject({ code: 'typesetting.busy' })
    await press.close()
    expect(await first).toMatch(/the house is ending/)
    expect((await Promise.all(rest)).filter((each) => typeof each === 'string').length).toBeGreaterThan(60)
  })

  it('ends with the process that asked, however that one ends', async () => {
    const parent = fork(fileURLToPath(new URL('./tests/endless-parent.ts', import.meta.url)), [ENDLESS], {
      execArgv: ['--import', LOADER],
    })
    const [pid] = (await once(parent, 'message')) as [number]
    expect(isRunning(pid)).toBe(true)
    parent.kill('SIGKILL')
    for (let tries = 0; isRunning(pid) && tries < 200; tries += 1) await sleep(50)
    expect(isRunning(pid)).toBe(false)
  })
})

/** Its parent reads texts, as every process of ours. */
const LOADER = fileURLToPath(new URL('../../tools/loader.mjs', import.meta.url))

/** A process that has ended and that nobody asks for is a zombie: it runs no more. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}
