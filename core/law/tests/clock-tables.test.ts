import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { LANGUAGES } from '@ruqsat/foundation'
import { formatPackageError, parseClockTable } from '../index.ts'

const FOLDER = join(import.meta.dirname, '../../../regulations/calendars')
const written = (name: string) => readFileSync(join(FOLDER, `${name}.yaml`), 'utf8')

describe('the tables of the clock', () => {
  it('are all read; a file of another kind is none', () => {
    const kinds = readdirSync(FOLDER).map((path) => {
      const read = parseClockTable({ path, text: readFileSync(join(FOLDER, path), 'utf8') })
      return read.kind === 'read' ? (read.value?.kind ?? 'none') : formatPackageError(read.errors[0]!, 'en')
    })
    expect(new Set(kinds)).toEqual(new Set(['calendar', 'zone', 'mciTable', 'none']))
  })

  const bad: readonly [string, string, string | RegExp, string, string][] = [
    ['a missing key', 'kz-2027-1', 'lastYear: 2027\n', '', 'lastYear'],
    ['an unknown key', 'kz-2027-1', 'lastYear: 2027\n', 'lastYear: 2027\nlastyear: 2027\n', 'lastyear'],
    ['years the wrong way round', 'kz-2027-1', 'lastYear: 2027', 'lastYear: 2009', 'a year not before `firstYear`'],
    ['a forecast beyond the table', 'kz-2027-1', 'provisionalFrom: 2027', 'provisionalFrom: 2028', 'a year from `firstYear`'],
    ['a week without work', 'kz-2027-1', 'weekend: [6, 7]', 'weekend: [1, 2, 3, 4, 5, 6, 7]', 'at least one day of the week'],
    ['weekday 8', 'kz-2027-1', 'weekend: [6, 7]', 'weekend: [8]', '1…7'],
    ['a holiday without Kazakh', 'kz-2027-1', "kk: 'Жаңа жыл', ", '', 'kk'],
    ['a holiday without a day', 'kz-2027-1', "    days: ['01-01', '01-02']\n", '', '`days` (MM-DD'],
    ['30\u00a0February', 'kz-2027-1', "'01-02'", "'02-30'", 'a day that every year has'],
    ['29\u00a0February', 'kz-2027-1', "'01-02'", "'02-29'", 'a day that every year has'],
    ['an unknown certainty', 'kz-2027-1', "item: '84', certainty: found", "item: '84', certainty: sure", 'stated'],
    ['the same holiday twice', 'kz-2027-1', 'id: orthodox-christmas', 'id: new-year', 'a value that no other row has'],
    ['a holiday moved as a working day', 'kz-2027-1', /worked: '?2010-\d\d-\d\d'?/, "worked: '2010-12-16'", 'no holiday itself'],
    ['a day moved to itself', 'kz-2027-1', /dayOff: '?([\d-]+)'?, worked: '?[\d-]+'?/, "dayOff: '$1', worked: '$1'", 'another day than'],
    ['a feast on no day', 'kz-2027-1', /- \{ date: '?2010-\d\d-\d\d'?/, "- { date: '2010-11-31'", 'a day as YYYY-MM-DD'],
    ['a zone without rules', 'zone-aqtobe', /rules:[^]*/, 'rules: []', 'at least one row'],
    ['an instant without a zone', 'zone-aqtobe', /fromInstant: '[^']+'/, "fromInstant: '2020-01-01'", 'an instant in quotes'],
    ['a source with two places in its number', 'zone-aqtobe', "item: '1'", "item: '5, issue, 55)'", 'goes into `variant`'],
    ['MCI rows out of order', 'mci', "from: '2010-01-01'", "from: '2011-02-01'", 'later than in the row above'],
    ['an index that ends before its last row', 'mci', /lastDay: '[^']+'/, "lastDay: '2010-01-02'", 'a day not before `from`'],
    ['half a tenge', 'mci', 'tenge: 1413', 'tenge: 1413.5', 'a whole number'],
  ]
  it.each(bad)('are refused for %s, with line and column, in each language', (_why, name, from, to, expected) => {
    const text = written(name).replace(from, to)
    expect(text).not.toBe(written(name))
    const read = parseClockTable({ path: `${name}.yaml`, text })
    const errors = read.kind === 'broken' ? read.errors : []
    const said = LANGUAGES.map((language) => errors.map((error) => formatPackageError(error, language)).join('\n'))
    expect(said[LANGUAGES.indexOf('en')]).toContain(expected)
    for (const each of said) expect(each).toMatch(new RegExp(`^${name}\\.yaml:\\d+:\\d+ `))
    expect(new Set(said).size).toBe(LANGUAGES.length)
  })
})
