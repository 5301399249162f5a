import { isRefusal } from '@ruqsat/foundation'
import { expect, test } from 'vitest'
import { typeOfFile } from './files.ts'

const judge = (text: string): string => {
  const answer = typeOfFile(Buffer.from(`%PDF-1.7\n${text}\nendobj\n%%EOF`, 'latin1'))
  return isRefusal(answer) ? answer.code.replace(/^portal\./, '') : answer
}

test('a PDF that does things by itself is refused, however its names are written', () => {
  for (const text of [
    '<< /S /JavaScript /JS (app.alert) >>',
    '<< /S /Java#53cript >>',
    '<< /S /#4aava#53crip#74>>',
    '<< /S /#4C#61#75#6E#63#68 /F (a) >>',
    '<< /Subtype /Rich#4dedia >>',
    '<< /#4a#53 (app.alert) >>',
    '<< /#4A#53\0<6170> >>',
    '<< /J#53 %\n(app.alert) >>',
  ])
    expect(judge(text), text).toBe('pdf-active-content')
  for (const text of ['/Encrypt 5 0 R', '/Encr#79pt 5 0 R', '/#45ncrypt<< >>', '/Encrypt\x005\x000\x00R', '/Encrypt %\n5 0 R'])
    expect(judge(text), text).toBe('pdf-encrypted')
})

test('names that only resemble them are nothing to refuse', () => {
  for (const text of ['/JavaScripts 1', '/Launcher', '/Java#54cript', '/JSON (a)', '/JS /Name', '/EncryptMetadata true', 'a#53 b#4a'])
    expect(judge(text), text).toBe('application/pdf')
})

test('ten megabytes of nothing but beginnings are read through once: read anew at each of them, this would take hours', () => {
  for (const text of ['/#4a', '#', '/JS ', '/Encrypt 1 1 ', '/Encrypt', '1', ' ', '/Java#53crip'])
    expect(judge(text.repeat(Math.ceil((10 * 1024 * 1024) / text.length)))).toBe('application/pdf')
})
