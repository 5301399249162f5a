import type { Bytes } from '@ruqsat/asn1'
import { canonicalJson, fileSizeText, type Json, LANGUAGES } from '@ruqsat/foundation'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isProblem } from '../browser.ts'
import { showInstant } from '../islands/page.ts'
import { contentOf, type SignedContent } from '../islands/signed-content.ts'
import { visible } from '../islands/signed-members.ts'
import { wordsFor } from '../texts.ts'
import { REQUEST } from './sample-request.ts'

const words = wordsFor('sign', 'kk')
const reader = {
  say: (key: string, facts: Readonly<Record<string, string | number>> = {}) =>
    (words[key] ?? key).replace(/\{(\w+)\}/g, (_, name: string) => String(facts[name])),
  showInstant: (instant: string) => showInstant(instant, 360),
  showSize: (bytes: number) => fileSizeText(bytes, 'kk'),
  origin: 'https://portal.test',
}
const encode = (text: string): Bytes => new TextEncoder().encode(text)
const read = (value: unknown) => contentOf(encode(canonicalJson(value)), reader)

function content(value: unknown): SignedContent {
  const found = read(value)
  if (isProblem(found)) throw new Error(found.code)
  return found
}

/** Everything a person can read on the panel, the raw text left out. */
function shownText(found: SignedContent): string {
  return [
    found.title,
    ...found.blocks.flatMap((block) => [block.heading, ...block.rows.flatMap((row) => [row.label, row.text, row.detail ?? ''])]),
  ].join('\n')
}

function exchanged(value: unknown, place: number, replacement: unknown): unknown {
  let at = 0
  return JSON.parse(
    JSON.stringify(value, (_key, inner: unknown) => (at++ === (place % 60) + 1 ? replacement : inner)).replaceAll('undefined', 'null'),
  )
}

/** Which block a text is in, by heading. */
const blockOf = (found: SignedContent, text: string) =>
  found.blocks.find((block) => block.rows.some((row) => `${row.label} ${row.text} ${row.detail}`.includes(text)))?.heading

describe('the content that is signed', () => {
  it('shows an objection in the words that were typed, and nothing of a payment', () => {
    const { applicant, preparedAt } = REQUEST
    const found = content({
      schema: 'ruqsat.objection/1',
      title: 'Қарсылық',
      requestNumber: 'TW-2026-000001',
      hearing: '1cde',
      language: 'kk',
      text: 'Шұңқыр жабылды.\nСуреті бар.',
      applicant,
      preparedAt,
    })
    expect(found.blocks.map(({ heading }) => heading)).toEqual([
      'Қарсылық',
      'Өтініш беруші',
      'Құжат туралы',
      'Машина оқитын белгілер мен мәндер',
    ])
    expect(found.blocks[0]?.rows.map(({ text }) => text)).toEqual(['TW-2026-000001', 'Шұңқыр жабылды.\nСуреті бар.'])
  })

  it('says of a correction which request it corrects and what is answered', () => {
    const found = content({
      ...REQUEST,
      schema: 'ruqsat.request/2',
      corrects: { requestNumber: 'TW-2026-000001', requestSha256: 'ab'.repeat(32), note: 'Масштаб қосылды.' },
    })
    const block = found.blocks.find(({ heading }) => heading === 'Түзетілетін сұрау салу')
    expect(block?.rows.map(({ text }) => text)).toEqual(['TW-2026-000001', 'Масштаб қосылды.'])
    expect(found.blocks.map(({ heading }) => heading)).not.toContain('Қол қойылатын басқа деректер')
  })

  it('shows what a register said under the register’s name; its id is folded', () => {
    const field = { id: 'IS-PARKS.park', label: 'Саябақ', value: 'central', valueText: 'Орталық' }
    const section = { title: 'Саябақтар тізілімі мәліметі', fields: [field], register: 'IS-PARKS', askedAt: '2014-10-01T04:20:00.000Z' }
    const found = content({ ...REQUEST, sections: [section] })
    expect(blockOf(found, 'Орталық')).toBe('Саябақтар тізілімі мәліметі')
    const folded = found.blocks.findLast(({ place }) => place === 'technical')!
    expect(folded.rows).toContainEqual({ label: 'Саябақтар тізілімі мәліметі', text: 'IS-PARKS' })
    expect(shownText({ ...found, blocks: found.blocks.filter((block) => block !== folded) })).not.toContain('IS-PARKS')
  })

  it('shows a request with labels, values, attachments, payment and statements', () => {
    const found = content(REQUEST)
    expect(found.title).toBe(REQUEST.title)
    expect(found.blocks.map(({ heading }) => heading)).toEqual([
      'Растаулар',
      'Жалпы мәліметтер',
      'Қоса берілген құжаттар',
      'Төлем',
      'Өтініш беруші',
      'Құжат туралы',
      'Машина оқитын белгілер мен мәндер',
    ])
    expect(found.blocks[1]?.rows).toEqual([
      { label: 'Қойма мекенжайы', text: 'Көкшетау қ., Абай к., 1', code: 'address' },
      { label: 'Сыйымдылығы, т', text: '12 000', code: 'capacity = 12000' },
    ])
    // What machines read is one step away, whole; what people read holds none of it.
    const machine = found.blocks.at(-1)!
    expect(machine.place).toBe('technical')
    expect(machine.rows).toContainEqual({ label: 'Сыйымдылығы, т', text: 'capacity = 12000' })
    const read = found.blocks
      .filter(({ place }) => place !== 'technical')
      .flatMap(({ rows }) => rows.map(({ label, text, detail }) => `${label} ${text} ${detail ?? ''}`))
    expect(read.join('\n').replaceAll(/SHA-256 \w+/g, '')).not.toMatch(/[a-z]+[A-Z]|\[|= |ruqsat\.|\dT\d/)
    expect(found.blocks[2]?.rows[0]?.detail).toContain(`SHA-256 ${'ab'.repeat(32)}`)
    expect(shownText(found)).toContain('01.10.2014 10:30:00 (UTC+6)')
  })

  it('says that nothing is attached and nothing paid', () => {
    const text = shownText(content({ ...REQUEST, attachments: [], payment: null }))
    expect(text).toContain('Құжат қоса берілмеген')
    expect(text).toContain('Төлем жоқ')
  })

  it('shows members that it does not know, wherever they stand', () => {
    const odd = {
      ...REQUEST,
      applicant: { ...REQUEST.applicant, guarantor: 'ҚҰПИЯ КЕПІЛ' },
      waiver: { of: ['ДАУ АЙТУ'] },
      statements: [{ text: 'мәтін емес' }],
      payment: 'жоқ',
    }
    const found = content(odd)
    for (const hidden of ['ҚҰПИЯ КЕПІЛ', 'ДАУ АЙТУ', 'мәтін емес', 'payment'])
      expect(blockOf(found, hidden)).toBe('Қол қойылатын басқа деректер')
  })

  it('hides no value of any document at all (property)', () => {
    const known = fc.constantFrom(
      'schema',
      'title',
      'sections',
      'fields',
      'id',
      'label',
      'value',
      'valueText',
      'attachments',
      'name',
      'sha256',
      'sizeBytes',
      'slot',
      'payment',
      'amountText',
      'amountTiyn',
      'paidAt',
      'statements',
      'applicant',
      'kind',
      'iin',
      'edition',
      'hash',
      'form',
      'preparedAt',
    )
    const leaf = fc.oneof(fc.integer({ min: 1000, max: 1_000_000_000 }), fc.stringMatching(/^[a-zа-я0-9]{6,14}$/))
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(fc.oneof(known, fc.stringMatching(/^x[a-z]{3,8}$/)), tie('tree'), { maxKeys: 8 }),
      ),
    }))
    const leavesOf = (value: unknown): string[] =>
      typeof value === 'object' && value !== null ? Object.values(value).flatMap(leavesOf) : value === null ? [] : [String(value)]
    // A request with one of its values, at any depth, exchanged for something else or gone.
    const bent = fc
      .tuple(fc.nat(200), fc.option(tree, { nil: undefined }))
      .map(([place, replacement]) => exchanged(REQUEST, place, replacement))
    fc.assert(
      fc.property(
        fc.oneof(
          bent,
          tree,
          tree.map((inner) => ({ ...REQUEST, extra: inner })),
          fc.dictionary(known, tree, { minKeys: 3 }),
        ),
        (value) => {
          const text = shownText(content(value as Json))
          for (const one of leavesOf(value)) expect(text).toContain(one)
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('shows characters that turn or hide text', () => {
    expect(visible('а\u202eб\u200bв\u00adг\u0000')).toBe('а⟦U+202E⟧б⟦U+200B⟧в⟦U+00AD⟧г⟦U+0000⟧')
    expect(visible('бір жол\nекі\u00a0жол')).toBe('бір жол\nекі\u00a0жол')
  })

  it('refuses bytes that have a second reading', () => {
    for (const text of ['{"a":1,"a":2}', '{"b":1,"a":2}', '{ "a":1}', '{"a":1.0}', '\ufeff{"a":1}']) {
      expect(contentOf(encode(text), reader)).toMatchObject({ kind: 'problem' })
    }
    expect(contentOf(encode('{"a":1,"a":2}'), reader)).toMatchObject({ code: 'bytes-not-canonical' })
    expect(contentOf(Uint8Array.of(0x22, 0xff, 0x22), reader)).toMatchObject({ code: 'bytes-unreadable' })
    expect(contentOf(encode('<html>'), reader)).toMatchObject({ code: 'bytes-unreadable' })
  })

  it('shows a challenge in words, and only for this origin', () => {
    const challenge = {
      schema: 'ruqsat.challenge/1',
      origin: 'https://portal.test',
      purpose: 'register',
      nonce: 'n0nce-1',
      issuedAt: '2014-10-01T04:30:00.000Z',
    }
    const text = shownText(content(challenge))
    for (const part of ['https://portal.test', 'порталға тіркелу', 'n0nce-1', '2014-10-01T04:30:00.000Z']) expect(text).toContain(part)
    expect(read({ ...challenge, origin: 'https://evil.test' })).toMatchObject({
      code: 'challenge-of-another-site',
      facts: { named: 'https://evil.test' },
    })
  })
})

describe('the words', () => {
  it('are there in all three languages, each in its own', () => {
    for (const group of ['import', 'sign', 'pdf'] as const) {
      const [kk, ru, en] = LANGUAGES.map((language) => wordsFor(group, language)) as [
        Record<string, string>,
        Record<string, string>,
        Record<string, string>,
      ]
      for (const key of Object.keys(kk)) {
        expect(en[key], key).toMatch(/[a-z]/i)
        expect(en[key], key).not.toMatch(/[а-яәғқңөұүһі]/i)
        expect(ru[key], key).toMatch(/[а-я]/i)
        expect(ru[key], key).not.toMatch(/[әғқңөұүһі]/i)
        expect(kk[key], key).toMatch(/[а-яәғқңөұүһі]/i)
        const places = (text = '') => [...text.matchAll(/\{\w+\}/g)].map(String).sort()
        expect(places(ru[key]), key).toEqual(places(kk[key]))
        expect(places(en[key]), key).toEqual(places(kk[key]))
      }
    }
  })
})
