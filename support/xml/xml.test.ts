import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readXml, writeXml, xmlText, XML_LIMITS, type XmlElement } from './index.ts'

const faultOf = (text: string | Uint8Array) => {
  const read = readXml(text)
  return read.kind === 'unread' ? read.fault : null
}

describe('XML of strangers', () => {
  it.each([
    ['a document type', '<!DOCTYPE a><a/>', 'xml-document-type'],
    ['a file by an entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', 'xml-document-type'],
    ['an address by a parameter entity', '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1/x"> %x;]><a/>', 'xml-document-type'],
    ['a billion laughs', '<!DOCTYPE a [<!ENTITY l "l"><!ENTITY m "&l;&l;&l;">]><a>&m;</a>', 'xml-document-type'],
    ['an entity that nobody defined', '<a>&x;</a>', 'xml-not-well-formed'],
    ['an instruction', '<?xml-stylesheet href="http://127.0.0.1/x"?><a/>', 'xml-instruction'],
    ['two roots', '<a/><b/>', 'xml-not-well-formed'],
    ['no end', '<a>', 'xml-not-well-formed'],
    ['a prefix that nobody bound', '<x:a/>', 'xml-not-well-formed'],
    ['an attribute twice', '<a b="1" b="2"/>', 'xml-not-well-formed'],
    ['an attribute twice by two prefixes', '<a xmlns:p="u" xmlns:q="u" p:b="1" q:b="2"/>', 'xml-not-well-formed'],
    ['an id twice', '<a><b Id="x"/><c Id="x"/></a>', 'xml-id-twice'],
    ['an id twice by two names', '<a xmlns:w="u"><b w:Id="x"/><c ID="x"/></a>', 'xml-id-twice'],
    ['another encoding', '<?xml version="1.0" encoding="utf-16"?><a/>', 'xml-not-well-formed'],
    ['nothing', '', 'xml-not-well-formed'],
    ['depth', '<a>'.repeat(65) + '</a>'.repeat(65), 'xml-too-deep'],
    ['elements', `<a>${'<b/>'.repeat(XML_LIMITS.maxElements)}</a>`, 'xml-too-many-elements'],
    [
      'attributes of a tag that has no end',
      `<a ${Array.from({ length: 65 }, (_, index) => `a${index}="1"`).join(' ')} `,
      'xml-too-many-elements',
    ],
    ['attributes', `<a ${Array.from({ length: 65 }, (_, index) => `a${index}="1"`).join(' ')}/>`, 'xml-too-many-elements'],
    ['size', `<a>${'x'.repeat(XML_LIMITS.maxLength)}</a>`, 'xml-too-large'],
  ])('refuses %s', (_what, text, fault) => expect(faultOf(text)).toBe(fault))

  it('refuses bytes that are no UTF-8', () => {
    expect(faultOf(Uint8Array.from([0x3c, 0x61, 0x3e, 0xff, 0x3c, 0x2f, 0x61, 0x3e]))).toBe('xml-not-well-formed')
    expect(faultOf(Buffer.from('﻿<a/>', 'utf16le'))).toBe('xml-not-well-formed')
  })

  it('reads text over comments and CDATA as one', () => {
    const read = readXml('<a>12<!-- x -->34<![CDATA[<5>]]></a>')
    expect(read).toMatchObject({ kind: 'read', root: { text: '1234<5>' } })
  })

  it('says in which line an element is where it is asked', () => {
    const read = readXml('<a>\n  <b/>\n  <b\n    c="1"/>\n</a>', XML_LIMITS, { lines: true })
    expect(read.kind === 'read' && [read.root.line, ...read.root.children.map(({ line }) => line)]).toEqual([1, 2, 4])
    const plain = readXml('<a/>')
    expect(plain.kind === 'read' && 'line' in plain.root).toBe(false)
  })

  it('never throws, whatever comes', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.uint8Array({ maxLength: 300 })), (input) => void readXml(input)))
  })

  it('comes back as it was written', () => {
    const name = fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9_.-]{0,10}$/).filter((each) => !/^xml/i.test(each))
    const text = fc.string({ unit: 'grapheme' }).filter((each) => {
      try {
        return xmlText(each) !== null
      } catch {
        return false
      }
    })
    const namespace = fc.constantFrom('', 'urn:a', 'http://b/?c&d')
    const { element } = fc.letrec<{ element: XmlElement }>((tie) => ({
      element: fc.oneof(
        { maxDepth: 4 },
        fc.record({
          namespace,
          name,
          attributes: fc.uniqueArray(fc.record({ namespace, name: name.filter((each) => !/^id$/i.test(each)), value: text }), {
            selector: (each) => each.name,
            maxLength: 3,
          }),
          children: fc.constant([]),
          text,
        }),
        fc.record({
          namespace,
          name,
          attributes: fc.constant([]),
          children: fc.array(tie('element'), { minLength: 1, maxLength: 3 }),
          text: fc.constant(''),
        }),
      ),
    }))
    fc.assert(
      fc.property(element, (written) => {
        const read = readXml(writeXml(written))
        expect(read.kind === 'read' && plain(read.root)).toEqual(plain(written))
      }),
    )
  })
})

/** White space at line ends and in attributes is normalised by XML itself. */
function plain(element: XmlElement): object {
  const space = (text: string) => text.replace(/\s/g, ' ')
  const sorted = element.attributes
    .map((each) => ({ ...each, value: space(each.value) }))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
  return { ...element, text: space(element.text), attributes: sorted, children: element.children.map(plain) }
}
