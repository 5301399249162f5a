import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readStatementFile } from './statement-file.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const read = (text: string) => {
  const file = readStatementFile(bytes(text))
  if (file.kind !== 'read') throw new Error(JSON.stringify(file.faults))
  return file.statement
}
const faults = (text: string | Uint8Array) => {
  const file = readStatementFile(typeof text === 'string' ? bytes(text) : text)
  return file.kind === 'unread' ? file.faults.map(({ line, code }) => `${line ?? '-'} ${code}`) : []
}

const HEAD = 'statement;dala;2026-11-22T00:00:00+05:00;2026-11-23T00:00:00+05:00'
const COLUMNS = 'reference;direction;amount;currency;booked;name;purpose;party'
const ROW = 'DALA-1;in;18520.00;KZT;2026-11-22T10:15:00+05:00;n-1;"Алым; ""кк""";Сынақ'
const csv = (...rows: string[]) => [`${HEAD};${rows.length}`, COLUMNS, ...rows].join('\r\n')

describe('a statement in CSV', () => {
  it('is read with its period, its sums in tiyn and its times in UTC', () => {
    expect(read(csv(ROW, 'DALA-2;out;0.5;KZT;2026-11-22T05:15:00Z;;;'))).toEqual({
      format: 'csv',
      bank: 'dala',
      from: '2026-11-21T19:00:00.000Z',
      to: '2026-11-22T19:00:00.000Z',
      movements: [
        {
          line: 3,
          reference: 'DALA-1',
          direction: 'in',
          amountTiyn: 1_852_000,
          currency: 'KZT',
          bookedAt: '2026-11-22T05:15:00.000Z',
          name: 'n-1',
          purpose: 'Алым; "кк"',
          party: 'Сынақ',
        },
        {
          line: 4,
          reference: 'DALA-2',
          direction: 'out',
          amountTiyn: 50,
          currency: 'KZT',
          bookedAt: '2026-11-22T05:15:00.000Z',
          name: null,
          purpose: '',
          party: '',
        },
      ],
    })
  })

  it('may have commas, other columns and another order of them', () => {
    const rows = ['party,purpose,name,booked,currency,amount,direction,reference,more', 'x,y,,2026-11-22T10:15:00,KZT,1,in,A/1,z']
    const { movements } = read([`${HEAD.replaceAll(';', ',')},1`, ...rows].join('\n'))
    expect(movements).toMatchObject([{ reference: 'A/1', amountTiyn: 100, bookedAt: '2026-11-22T05:15:00.000Z', line: 3 }])
  })

  it('reports every bad row with its line, and gives nothing of the file', () => {
    const bad = [
      ROW.replace('DALA-1', 'DALA 1'),
      ROW.replace('in', 'into'),
      ROW,
      ROW.replace('18520.00', '18520,00'),
      ROW.replace('18520.00', '0.00'),
      ROW.replace('KZT', 'тг'),
      ROW.replace('2026-11-22T', '2026-02-30T'),
      'DALA-1;in',
    ]
    expect(faults(csv(...bad))).toEqual(['3 reference', '4 direction', '6 sum', '7 sum', '8 currency', '9 time', '10 cells'])
  })

  it.each([
    ['', ['1 header']],
    ['a;b\n1;2', ['1 header']],
    [HEAD, ['1 header']],
    [`${HEAD.replace('23T', '21T')};0\n${COLUMNS}`, ['1 period']],
    [`${HEAD};0`, ['2 columns']],
    [`${HEAD};0\nreference;direction`, ['2 columns']],
    [`${HEAD};2\n${COLUMNS}\n${ROW}`, ['1 count']],
    [`${HEAD};1\n${COLUMNS}\n${ROW}"`, ['3 quotes']],
  ])('%j is none', (text, found) => expect(faults(text)).toEqual(found))
})

const DETAILS =
  '<NtryDtls><TxDtls><Refs><AcctSvcrRef>TAU-1</AcctSvcrRef><EndToEndId>e-1</EndToEndId></Refs><RltdPties><Dbtr><Pty><Nm>Сынақ</Nm></Pty></Dbtr></RltdPties><RmtInf><Ustrd>Алым</Ustrd></RmtInf></TxDtls></NtryDtls>'
const ENTRY = `<Ntry>
<Amt Ccy="KZT">18520.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><DtTm>2026-11-22T10:15:00+05:00</DtTm></BookgDt>${DETAILS}
</Ntry>`
const PERIOD = '<FrToDt><FrDtTm>2026-11-22T00:00:00+05:00</FrDtTm><ToDtTm>2026-11-22T23:59:59+05:00</ToDtTm></FrToDt>'
const balance = (code: string, sum: string) =>
  `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="KZT">${sum}</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>`
const camt = (entries: string, more = '', version = '08') =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}"><BkToCstmrStmt><Stmt><Id>1</Id>${PERIOD}${more}\n${entries}</Stmt></BkToCstmrStmt></Document>`

describe('a statement in camt.053', () => {
  it('is read as the table is; the last second of a day is the end of the day', () => {
    expect(read(camt(ENTRY))).toMatchObject({
      format: 'camt.053',
      bank: null,
      from: '2026-11-21T19:00:00.000Z',
      to: '2026-11-22T19:00:00.000Z',
      movements: [{ reference: 'TAU-1', direction: 'in', amountTiyn: 1_852_000, name: 'e-1', purpose: 'Алым', party: 'Сынақ', line: 3 }],
    })
  })

  it('is read in its older form too, by days and without details', () => {
    const old = ENTRY.replace('<Sts><Cd>BOOK</Cd></Sts>', '<Sts>BOOK</Sts>')
      .replace('<DtTm>2026-11-22T10:15:00+05:00</DtTm>', '<Dt>2026-11-22</Dt>')
      .replace(DETAILS, '<AcctSvcrRef>TAU-9</AcctSvcrRef>')
      .replace('CRDT', 'DBIT')
    expect(read(camt(old, '', '02')).movements).toMatchObject([
      { reference: 'TAU-9', direction: 'out', bookedAt: '2026-11-21T19:00:00.000Z', name: null, purpose: '' },
    ])
  })

  it('takes several payments that were booked as one apart, and leaves out what is pending', () => {
    const part = (reference: string, sum: string) =>
      `<TxDtls><Refs><AcctSvcrRef>${reference}</AcctSvcrRef><EndToEndId>NOTPROVIDED</EndToEndId></Refs><AmtDtls><TxAmt><Amt Ccy="KZT">${sum}</Amt></TxAmt></AmtDtls></TxDtls>`
    const batch = ENTRY.replace(DETAILS, `<NtryDtls>${part('A', '18500.00')}${part('B', '20.00')}</NtryDtls>`)
    const { movements } = read(camt(batch + ENTRY.replace('BOOK', 'PDNG')))
    expect(movements).toMatchObject([
      { reference: 'A', amountTiyn: 1_850_000, name: null },
      { reference: 'B', amountTiyn: 2_000 },
    ])
    expect(faults(camt(batch.replace('>20.00<', '>21.00<')))).toEqual(['3 parts'])
  })

  it('reports every bad entry with its line', () => {
    const bad = [
      ENTRY.replace('CRDT', 'BOTH'),
      ENTRY.replace('BOOK', 'MAYBE'),
      ENTRY,
      ENTRY.replace('18520.00', '-1'),
      ENTRY.replace(' Ccy="KZT"', ''),
      ENTRY.replace('T10:15:00', 'T25:15:00'),
      ENTRY.replace('TAU-1', ''),
    ]
    expect(faults(camt(bad.join('\n')))).toEqual(['3 direction', '6 status', '12 sum', '15 currency', '18 time', '21 reference'])
  })

  it('must agree with its own count and balances', () => {
    const balances = (closing: string) => balance('OPBD', '100.00') + balance('CLBD', closing)
    const count = (number: number) => `<TxsSummry><TtlNtries><NbOfNtries>${number}</NbOfNtries></TtlNtries></TxsSummry>`
    expect(read(camt(ENTRY, balances('18620.00') + count(1))).movements).toHaveLength(1)
    expect(faults(camt(ENTRY, balances('18621.00')))).toEqual(['2 balance'])
    expect(faults(camt(ENTRY, count(2)))).toEqual(['2 count'])
  })

  it.each([
    [camt(ENTRY).slice(0, -20), ['- xml']],
    [camt(ENTRY, '', '01'), ['2 camt']],
    ['<Document xmlns="urn:x"/>', ['1 camt']],
    [camt(ENTRY).replace('</Stmt>', '</Stmt><Stmt><Id>2</Id></Stmt>'), ['2 one-statement']],
    [camt(ENTRY).replace(PERIOD, ''), ['2 period']],
    ['<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><Document>&x;</Document>', ['- xml']],
  ])('%.60s is none', (text, found) => expect(faults(text)).toEqual(found))
})

describe('a file', () => {
  it('that is no text is none, and no bytes make the reader throw', () => {
    expect(faults(Uint8Array.from([0xff, 0xfe, 0x00]))).toEqual(['- not-text'])
    fc.assert(fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.string().map(bytes)), (input) => void readStatementFile(input)))
  })

  it('that was cut anywhere is none, in either form', () => {
    for (const whole of [csv(ROW, ROW.replace('DALA-1', 'DALA-2')), camt(ENTRY)])
      fc.assert(
        fc.property(
          fc.integer({ min: 0, max: whole.lastIndexOf(whole.startsWith('<') ? '>' : '"') }),
          (at) => faults(whole.slice(0, at)).length > 0,
        ),
      )
  })
})
