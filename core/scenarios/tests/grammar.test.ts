import { describe, expect, it } from 'vitest'
import { parseScenario } from '../index.ts'

const GIVEN = 'scenario: One\ngiven: variant first, view portal, applicant individual, registered 2026-11-23 10:00\n'
const parse = (text: string) => parseScenario({ path: 'one.txt', text })
const factsOf = (lines: string) => {
  const read = parse(`${GIVEN}${lines}\n`)
  return 'errors' in read ? read.errors.map(({ line, found }) => [line, found.en]) : read.lines.map(({ fact }) => fact)
}

describe('a scenario as text', () => {
  it('is read line by line with its line numbers', () => {
    const refuse = 'when: officer concludes refuse unfit, untrue "It does not fit." at 2026-11-24 09:05'
    expect(parse(`${GIVEN}# why\n${refuse}\nthen: P3 due 2026-11-25 18:00\ncites: 5, issue, 1); 8 14)\n`)).toEqual({
      path: 'one.txt',
      title: 'One',
      given: {
        line: 2,
        text: GIVEN.split('\n')[1],
        variant: 'first',
        view: 'portal',
        applicant: 'individual',
        registered: { date: '2026-11-23', time: '10:00' },
        on: '2026-11-23',
      },
      lines: [
        {
          line: 4,
          text: refuse,
          fact: {
            kind: 'action',
            role: 'officer',
            by: null,
            unit: null,
            at: { date: '2026-11-24', time: '09:05' },
            action: {
              verb: 'concludes',
              draft: { decision: 'refuse', groundIds: ['unfit', 'untrue'], explanation: 'It does not fit.' },
              incomplete: false,
            },
          },
        },
        {
          line: 5,
          text: 'then: P3 due 2026-11-25 18:00',
          fact: { kind: 'stepDue', step: 'P3', due: { date: '2026-11-25', time: '18:00' } },
        },
      ],
      cites: ['5, issue, 1)', '8 14)'],
    })
  })

  it('answers a form, and a list in it by its entries', () => {
    expect(
      factsOf('when: applicant answers place "The square (north)", friends (name "A, B", age "7") (name "C (old)"), loud "no"'),
    ).toEqual([
      {
        kind: 'answers',
        values: { place: 'The square (north)', friends: [{ name: 'A, B', age: '7' }, { name: 'C (old)' }], loud: 'no' },
      },
    ])
    expect(factsOf('when: applicant answers friends name "A"')).toEqual([[3, '"when: applicant answers friends name "A""']])
  })

  it('may have a comment behind any line; what is quoted is no comment', () => {
    expect(factsOf('then: P3 open # nobody has come')).toEqual([{ kind: 'stepState', step: 'P3', state: 'open' }])
    expect(factsOf('when: head returns "See #4 and # 5" at 2026-11-24 09:05 # again')).toMatchObject([
      { action: { verb: 'returns', reason: 'See #4 and # 5' } },
    ])
    expect(parse(`${GIVEN}cites: 5, issue, 1) # the first\n`)).toMatchObject({ cites: ['5, issue, 1)'] })
  })

  it('may say who acts for whom by an order, and to whom the work is given', () => {
    expect(factsOf('when: officer for head signs at 2026-11-24 09:05')).toMatchObject([{ role: 'head', by: 'officer' }])
    expect(factsOf('when: head reassigns inspector-2 "Ill" at 2026-11-24 09:05')).toMatchObject([
      { role: 'head', by: null, action: { verb: 'reassigns', officerId: 'inspector-2', reason: 'Ill' } },
    ])
  })

  it('may begin before registration, and may find a set of documents incomplete', () => {
    const begun = parse(
      'scenario: One\ngiven: variant first, view portal, applicant individual, not yet registered\nwhen: A1 done\nwhen: AC1 answers no\nthen: channel ended\n',
    )
    expect(begun).toMatchObject({
      given: { registered: null },
      lines: [
        { fact: { kind: 'passed', step: 'A1', outcome: 'done' } },
        { fact: { kind: 'passed', step: 'AC1', outcome: 'no' } },
        { fact: { kind: 'channelEnded' } },
      ],
    })
    expect(factsOf('when: officer examines incomplete unfit "No photo." at 2026-11-24 09:05')).toMatchObject([
      { action: { verb: 'examines', draft: { decision: 'refuse', groundIds: ['unfit'] }, incomplete: true } },
    ])
  })

  it('states until when an outcome may be found', () => {
    expect(factsOf('then: P2 incomplete until 2026-11-24 18:30')).toEqual([
      { kind: 'outcomeUntil', step: 'P2', outcome: 'incomplete', due: { date: '2026-11-24', time: '18:30' } },
    ])
  })

  it.each([
    'then: P2 late until 2026-11-24 18:30',
    'when: officer concludes refuse "no ground" at 2026-11-24 09:05',
    'when: officer sings at 2026-11-24 09:05',
    'when: clerk accepts',
    'then: P3 nearly due',
    'perhaps: P3 open',
    'scenario: Two',
    'then: P3 due 2026-02-30 10:00',
    'then: P3 due 2026-11-24 24:30',
  ])('is refused with its line where it cannot be read: %s', (line) => {
    const read = parse(`${GIVEN}${line}\n`)
    expect('errors' in read && read.errors.map((error) => error.line)).toEqual([3])
  })

  it('is refused without its title or its beginning', () => {
    const read = parse('then: P3 open\n')
    expect('errors' in read && read.errors.map(({ code, expected }) => [code, expected.en.slice(0, 9)])).toEqual([
      ['missing-key', 'scenario:'],
      ['missing-key', 'given: va'],
    ])
  })
})
