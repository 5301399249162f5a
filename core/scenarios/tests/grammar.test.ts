import { describe, expect, it } from 'vitest'
import { parseCase } from '../index.ts'

const GIVEN = 'case: One\ngiven: variant first, view portal, applicant individual, registered 2026-11-23 10:00\n'

describe('a case as text', () => {
  it('is read line by line with its line numbers', () => {
    const script = parseCase(
      'one.txt',
      `${GIVEN}# why\nwhen: officer concludes refuse unfit, untrue "It does not fit." at 2026-11-24 09:05\nthen: P3 due 2026-11-25 18:00\ncites: 5, issue, 1); 8 14)\n`,
    )
    expect(script).toEqual({
      path: 'one.txt',
      title: 'One',
      given: { variant: 'first', view: 'portal', applicant: 'individual', line: 2, registeredAt: '2026-11-23 10:00' },
      lines: [
        {
          kind: 'when',
          line: 4,
          at: '2026-11-24 09:05',
          act: 'concludes',
          by: 'officer',
          decision: 'refuse',
          groundIds: ['unfit', 'untrue'],
          explanation: 'It does not fit.',
          incomplete: false,
        },
        { kind: 'then', line: 5, fact: 'due', step: 'P3', dueAt: '2026-11-25 18:00' },
      ],
      cites: ['5, issue, 1)', '8 14)'],
    })
  })

  it('may begin before registration, and may find a set of documents incomplete', () => {
    const begun = parseCase(
      'one.txt',
      'case: One\ngiven: variant first, view portal, applicant individual, not yet registered\nwhen: A1 done\nwhen: AC1 answers no\nthen: channel ended\n',
    )
    expect(begun).toMatchObject({
      given: { registeredAt: null },
      lines: [{ act: 'passes', step: 'A1', outcome: 'done' }, { act: 'passes', step: 'AC1', outcome: 'no' }, { fact: 'channelEnded' }],
    })
    expect(parseCase('one.txt', `${GIVEN}when: officer examines incomplete unfit "No photo." at 2026-11-24 09:05\n`)).toMatchObject({
      lines: [{ act: 'examines', decision: 'refuse', groundIds: ['unfit'], incomplete: true }],
    })
  })

  it('states until when an outcome may be found', () => {
    expect(parseCase('one.txt', `${GIVEN}then: P2 incomplete until 2026-11-24 18:30\n`)).toMatchObject({
      lines: [{ fact: 'until', step: 'P2', outcome: 'incomplete', dueAt: '2026-11-24 18:30' }],
    })
  })

  it.each([
    'then: P2 late until 2026-11-24 18:30',
    'when: officer concludes refuse "no ground" at 2026-11-24 09:05',
    'when: officer sings at 2026-11-24 09:05',
    'when: clerk accepts',
    'then: P3 nearly due',
    'perhaps: P3 open',
  ])('is refused with its line where it cannot be read: %s', (line) => {
    const read = parseCase('one.txt', `${GIVEN}${line}\n`)
    expect('errors' in read && read.errors.map((error) => error.line)).toEqual([3])
  })
})
