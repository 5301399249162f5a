import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { isRefusal } from '@ruqsat/foundation'
import { afterAll, describe, expect, test } from 'vitest'
import { PDF } from '../testing.ts'
import { judgeFile } from './judge.ts'

const judge = (bytes: Uint8Array): string => {
  const answer = judgeFile(bytes)
  return isRefusal(answer) ? answer.code.replace(/^portal\./, '') : answer
}
const holding = (text: string): string => judge(PDF('x', `9 0 obj ${text} endobj`))

/** A document of one picture: what a scanner makes. */
function scan(picture: Buffer): Buffer {
  const object = `4 0 obj << /Type /XObject /Subtype /Image /Width 9 /Height 9 /Filter /DCTDecode /Length ${picture.length} >>\nstream\n`
  const [before, after] = PDF('scan', `${object}@@\nendstream endobj`).toString('latin1').split('@@')
  return Buffer.concat([Buffer.from(before!, 'latin1'), picture, Buffer.from(after!, 'latin1')])
}

/** The same page with all its objects packed, and one more among them. */
function packed(extra: string, wrap = (data: Buffer): Buffer => deflateSync(data), filter = '/Filter /FlateDecode'): Buffer {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R >>',
    extra,
  ]
  let body = ''
  const header = objects.map((text, place) => {
    const offset = body.length
    body += `${text} `
    return `${place + 1} ${offset}`
  })
  const head = `${header.join(' ')} `
  const data = wrap(Buffer.from(head + body, 'latin1'))
  const start = `%PDF-1.5\n9 0 obj << /Type /ObjStm /N 4 /First ${head.length} ${filter} /Length ${data.length} >>\nstream\n`
  const xref = '\nendstream endobj\n10 0 obj << /Type /XRef /Root 1 0 R /Length 0 >> stream\n\nendstream endobj\nstartxref\n0\n%%EOF\n'
  return Buffer.concat([Buffer.from(start, 'latin1'), data, Buffer.from(xref, 'latin1')])
}

test('a photograph of a phone and a file of a word processor are refused by name', () => {
  expect(judge(Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic\0\0\0\0mif1heic')]))).toBe('file-phone-photo')
  expect(judge(Buffer.from('PK\x03\x04\x14\0\x06\0 [Content_Types].xml word/document.xml', 'latin1'))).toBe('file-of-office')
  expect(judge(Buffer.from('d0cf11e0a1b11ae10000', 'hex'))).toBe('file-of-office')
  expect(judge(Buffer.from('PK\x03\x04\x14\0 setup.exe', 'latin1'))).toBe('file-wrong-type')
  expect(judge(Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypmp42')]))).toBe('file-wrong-type')
})

describe('a PDF that does things by itself', () => {
  test('is refused, however its names are written', () => {
    for (const text of [
      '<< /S /JavaScript /JS (app.alert) >>',
      '<< /S /Java#53cript >>',
      '<< /S /#4aava#53crip#74>>',
      '<< /S /#4C#61#75#6E#63#68 /F (a) >>',
      '<< /Subtype /Rich#4dedia >>',
      '<< /#4a#53 (app.alert) >>',
      '<< /#4A#53\0<6170> >>',
      '<< /J#53 %\n(app.alert) >>',
      '<< /JS 5 0 R >>',
      '<< /A [ << /B << /S /Launch >> >> ] >>',
      '<< /torn /Launch',
      '/JavaScript',
    ])
      expect([text, holding(text)]).toEqual([text, 'pdf-active-content'])
  })

  test('is found where only its cross-references would lead: inside a stream, behind a comment, in a trailer', () => {
    const script = '<< /S /JavaScript /JS (app.alert) >>'
    expect(holding(`<< /Length 99 >> stream\n8 0 obj ${script} endobj\nendstream`)).toBe('pdf-active-content')
    expect(judge(PDF('x', `8 0%\nobj ${script} endobj`))).toBe('pdf-active-content')
    expect(judge(PDF('x', `trailer << /Root << /Pages 2 0 R /OpenAction ${script} >> >>`))).toBe('pdf-active-content')
  })

  test('is found in an object stream; one that nobody can unpack is refused as such', () => {
    expect(judge(packed('<< /A (JavaScript) >>'))).toBe('application/pdf')
    expect(judge(packed('<< /S /JavaScript /JS (app.alert) >>'))).toBe('pdf-active-content')
    expect(judge(packed('<< /S /Launch >>', (data) => data, ''))).toBe('pdf-active-content')
    expect(judge(packed('null', (data) => data, '/Filter /LZWDecode'))).toBe('pdf-unreadable')
    expect(judge(packed('null', (data) => Buffer.concat([Buffer.from('x'), data])))).toBe('pdf-unreadable')
    const twice = (data: Buffer) => deflateSync(deflateSync(data))
    expect(judge(packed('<< /S /Launch >>', twice, '/Filter [/FlateDecode /FlateDecode]'))).toBe('pdf-active-content')
  })

  test('is not one that only resembles it: other names, words of a page, bytes of a picture', () => {
    for (const text of ['/JavaScripts', '<< /Launcher 1 >>', '/Java#54cript', '<< /JSON (a) >>', '<< /JS /Name >>', 'a#53 b#4a'])
      expect([text, holding(text)]).toEqual([text, 'application/pdf'])
    const page = 'BT (HTML/JavaScript) Tj (example.kz/Launch) Tj ET /JS (x) /JavaScript 1 0 R'
    expect(holding(`<< /Length ${page.length} >>\nstream\n${page}\nendstream`)).toBe('application/pdf')
    expect(holding('<< /Title (HTML/JavaScript \\( /JS (a\\)\\) ) /URI (example.kz/Launch) /X </JavaScript> >>')).toBe('application/pdf')
    expect(judge(scan(Buffer.from('\u0001/JS7 /JavaScript /Launch << /JS (a) >> /RichMedia', 'latin1')))).toBe('application/pdf')
  })

  test('is no scan: 400 of them, as compressed pictures are, each with such names by chance, and not one refused', () => {
    const names = fc.constantFrom(
      '/JS7',
      '/JS (',
      '/JS<',
      '/JavaScript ',
      '/Launch\n',
      '/RichMedia>',
      '/Encrypt 5 0 R',
      '/Java#53cript(',
      '%%EOF',
    )
    const bytes = fc.uint8Array({ minLength: 5_000, maxLength: 10_000, size: 'max' })
    fc.assert(
      fc.property(
        bytes,
        fc.array(fc.tuple(names, fc.double({ min: 0, max: 0.99, noNaN: true })), { minLength: 1, maxLength: 9 }),
        (noise, planted) => {
          const picture = Buffer.from(noise)
          for (const [name, at] of planted) picture.write(name, Math.floor(at * (picture.length - name.length)), 'latin1')
          expect(judge(scan(picture))).toBe('application/pdf')
        },
      ),
      { numRuns: 400 },
    )
  })
})

describe('a locked PDF', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ruqsat-judge-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const qpdf = (source: Buffer, ...words: string[]): Buffer => {
    writeFileSync(join(folder, 'in.pdf'), source)
    // It fixes our tables and says so by 3.
    const run = () => execFileSync('qpdf', [...words, join(folder, 'in.pdf'), join(folder, 'out.pdf')], { stdio: 'ignore' })
    try {
      run()
    } catch (error) {
      if ((error as { status: number }).status !== 3) throw error
    }
    return readFileSync(join(folder, 'out.pdf'))
  }
  const linked = (extra: string) => PDF('x', `8 0 obj ${extra} endobj`, '/X 8 0 R')

  test.each([
    ['40-bit RC4', ['40']],
    ['128-bit RC4', ['128', '--use-aes=n']],
    ['128-bit RC4 by crypt filters', ['128', '--force-V4']],
    ['128-bit AES', ['128', '--use-aes=y']],
    ['128-bit AES with plain metadata', ['128', '--use-aes=y', '--cleartext-metadata']],
    ['256-bit AES of Adobe', ['256', '--force-R5']],
    ['256-bit AES', ['256']],
  ])('by %s: open to all it is taken, with a program refused, with a password named', (_name, words) => {
    const as = (source: Buffer, user: string) =>
      qpdf(source, '--allow-weak-crypto', '--object-streams=generate', '--encrypt', user, 'owner', ...words, '--')
    expect(judge(as(linked('(text)'), ''))).toBe('application/pdf')
    expect(judge(as(linked('<< /S /JavaScript /JS (app.alert) >>'), ''))).toBe('pdf-active-content')
    expect(judge(as(linked('(text)'), 'secret'))).toBe('pdf-encrypted')
  })

  test('by a handler that nobody knows is named as locked', () => {
    for (const encrypt of ['<< /Filter /Adobe.PubSec >>', '<< /Filter /Standard /V 9 /R 9 >>', '<< /Filter /Standard /V 5 /R 6 >>', '(x)'])
      expect(judge(PDF('x', `trailer << /Root 1 0 R /Encr#79pt ${encrypt} >>`))).toBe('pdf-encrypted')
  })
})

describe('a file that did not come whole', () => {
  const png = (() => {
    const chunk = (type: string, data: Buffer): Buffer => {
      const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
      const frame = Buffer.alloc(8)
      frame.writeUInt32BE(data.length, 0)
      frame.writeUInt32BE(crc32(body), 4)
      return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
    }
    const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
    const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0])
    const data = deflateSync(Buffer.from([0, 255, 0, 0]))
    return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))])
  })()
  const jpeg = Buffer.concat([
    Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0xff, 0xd9]),
    Buffer.from([0xff, 0xc0, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0]),
    Buffer.from([0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0x12, 0xff, 0x00, 0xff, 0xd0, 0x34, 0xff, 0xd9]),
  ])
  const whole: Readonly<Record<string, Buffer>> = { 'image/png': png, 'image/jpeg': jpeg, 'application/pdf': PDF('whole') }

  test.each(Object.keys(whole))('is refused at whatever place a %s breaks off', (type) => {
    const file = whole[type]!
    expect(judge(file)).toBe(type)
    expect(judge(Buffer.concat([file, Buffer.from('\nwhat a camera or a mail adds behind')]))).toBe(type)
    const tail = file.toString('latin1').trimEnd().length
    for (let length = 0; length < tail; length += 1)
      expect(judge(file.subarray(0, length)), `${length} of ${tail}`).toMatch(/^(?:file-cut-off|file-wrong-type)$/)
  })

  test('is named as damaged where a picture has no header, no size, no data or a wrong sum', () => {
    const changed = (file: Buffer, place: number, byte: number) =>
      judge(Buffer.concat([file.subarray(0, place), Buffer.from([byte]), file.subarray(place + 1)]))
    expect(changed(png, 16, 9)).toBe('file-damaged')
    expect(changed(png, 45, png[45]! ^ 1)).toBe('file-damaged')
    expect(changed(jpeg, 16, 0)).toBe('file-damaged')
    expect(judge(Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 2, 0xff, 0xd9]))).toBe('file-damaged')
  })

  test('is a PDF without page, end or body, a page of the web behind its mark, a revision that broke off', () => {
    expect(judge(Buffer.from('%PDF-1.7'))).toBe('file-cut-off')
    expect(judge(Buffer.from('%PDF-1.4\n<html><body>404 Not Found</body></html>'))).toBe('file-wrong-type')
    expect(
      judge(Buffer.from('%PDF-1.4\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj 2 0 obj << /Kids [] >> endobj\nstartxref\n0\n%%EOF')),
    ).toBe('pdf-without-page')
    expect(judge(Buffer.concat([PDF('x'), Buffer.from('3 0 obj << /Type /Page >> endobj\nxre')]))).toBe('file-cut-off')
  })

  test('may begin with up to 1,024 bytes of something else', () => {
    expect(judge(Buffer.concat([Buffer.alloc(1024, '\n'), PDF('x')]))).toBe('application/pdf')
    expect(judge(Buffer.concat([Buffer.alloc(1025, '\n'), PDF('x')]))).toBe('file-wrong-type')
  })
})

test('ten megabytes that lead nowhere, or everywhere, are given up: read anew at each beginning they would take hours', () => {
  const beginnings = ['obj ', 'obj(', 'trailer<<', '1 0 obj<</N 1/First 1>>stream\n']
  for (const text of beginnings) {
    const file = PDF('x', text.repeat(Math.ceil((10 * 1024 * 1024) / text.length)))
    expect([text, judge(file)]).toEqual([
      text,
      expect.stringMatching(/^(?:application\/pdf|pdf-unreadable|file-cut-off|pdf-without-page)$/),
    ])
  }
})

test('no bytes make it throw', () => {
  const pieces = fc.constantFrom(
    ...[
      'obj',
      '1 0 obj',
      '<<',
      '>>',
      '[',
      ']',
      '(',
      ')',
      '/Type',
      '/Pages',
      '/Kids',
      '2 0 R',
      'stream\n',
      'endstream',
      'trailer',
      '/Encrypt',
    ],
    ...[
      '/ObjStm',
      '/N 2',
      '/First 3',
      '/Length 4',
      '/Filter',
      '/FlateDecode',
      '%',
      '\\',
      '#41',
      '<',
      '>',
      ' ',
      '\n',
      '9',
      '/Root',
      '%%EOF',
      'startxref 1',
    ],
    ...['/Standard', '/R 4', '/V 4', '/O (a)', '/U <00>', '/UE (b)', '/R 6', '/R 2', '/CF', '/StmF', '/AESV2', '/Type /XRef'],
  )
  const pdfs = fc.array(pieces, { maxLength: 60 }).map((parts) => PDF('x', parts.join(' ')))
  const pictures = fc
    .tuple(fc.constantFrom([0xff, 0xd8, 0xff], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), fc.uint8Array({ maxLength: 200 }))
    .map(([start, rest]) => Buffer.concat([Buffer.from(start), rest]))
  fc.assert(
    fc.property(fc.oneof(pdfs, pictures), (file) => typeof judge(file) === 'string'),
    { numRuns: 1500 },
  )
})

const REFERENCE = new URL('../../../../shared/reference/bug-cases/', import.meta.url)
const present = existsSync(REFERENCE)
if (!present) console.warn('SKIPPED: files of people are not at ../shared/reference/bug-cases')

test.skipIf(!present)('files that people sent: innocent ones are taken, a hidden program, torn and empty ones are not', () => {
  const expected: Readonly<Record<string, string>> = {
    'by-chance.pdf': 'application/pdf',
    'cv.pdf': 'application/pdf',
    'link.pdf': 'application/pdf',
    'js-objstm.pdf': 'pdf-active-content',
    'owner-only.pdf': 'application/pdf',
    'only-header.pdf': 'file-cut-off',
    'truncated.pdf': 'file-cut-off',
    'html.pdf': 'file-wrong-type',
    'three.jpg': 'file-cut-off',
    'truncated.jpg': 'file-cut-off',
  }
  const folders = readdirSync(REFERENCE).filter((name) => /^0[567]-/.test(name))
  const found = folders.flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, REFERENCE)).flatMap((name) =>
      Object.hasOwn(expected, name) ? [[name, judge(readFileSync(new URL(`${folder}/${name}`, REFERENCE)))] as const] : [],
    ),
  )
  expect(Object.fromEntries(found)).toEqual(expected)
})
