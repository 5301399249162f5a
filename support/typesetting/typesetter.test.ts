import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { lintPdf, openTypesetter, qrRows } from './index.ts'

const AT = { creationTimestamp: '2026-11-23T05:00:00.000Z' }
const typesetter = openTypesetter()
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

describe('the typesetter', () => {
  it('gives the same bytes for the same input, and other bytes for another instant', () => {
    const first = typesetter.render(TEMPLATE, data, AT)
    expect(Buffer.compare(first, typesetter.render(TEMPLATE, data, AT))).toBe(0)
    expect(Buffer.compare(first, typesetter.render(TEMPLATE, data, { creationTimestamp: '2026-11-23T05:00:01.000Z' }))).not.toBe(0)
  })

  it('makes a tagged PDF/A that qpdf finds whole, with every Kazakh letter readable in it', () => {
    const pdf = typesetter.render(TEMPLATE, data, AT)
    expect(lintPdf(pdf)).toEqual([])
    const file = join(mkdtempSync(join(tmpdir(), 'ruqsat-typeset-')), 'a.pdf')
    writeFileSync(file, pdf)
    expect(execFileSync('qpdf', ['--check', file], { encoding: 'utf8' })).toContain('No syntax or stream encoding errors')
    expect(execFileSync('pdftotext', [file, '-'], { encoding: 'utf8' })).toContain('ӘәҒғҚқҢңӨөҰұҮүҺһІі')
  })

  it('refuses a template that does not compile and says where', () => {
    expect(() => typesetter.render('#let x = ', data, AT)).toThrow(/Expected the template to compile/)
  })

  it('finds a font that is not ours', () => {
    const foreign = typesetter.render('#set text(font: "Libertinus Serif", lang: "kk")\n#set document(title: "x")\nХат', data, AT)
    expect(lintPdf(foreign).join()).toMatch(/pinned fonts/)
  })

  it('cannot read a file outside its own workspace', () => {
    expect(() => typesetter.render('#read("/../typesetter.ts")', data, AT)).toThrow()
    expect(() => typesetter.render('#read("/etc/passwd")', data, AT)).toThrow()
  })
})
