import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readFrontOffice } from './office-file.ts'

const name = { kk: 'Ұйым', ru: 'Организация', en: 'Organisation' }
const hall = { id: 'first', name, address: name, windows: 2 }
const office = { id: 'halls', name, zone: 'here', halls: [hall] }
const HOURS = { weekdays: [1, 6], opens: '09:00', closes: '20:00' }
const TABLES = { zones: { here: [] }, calendars: { year: { id: 'year' } } } as never

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ruqsat-office-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function read(content: unknown): Promise<unknown> {
  const file = join(folder, 'front-office.yaml')
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content))
  return readFrontOffice(file, TABLES)
}

test('names an organisation and its halls', async () => {
  expect(await read(office)).toEqual({ ...office, zone: [] })
})

test('a hall with hours has the calendar of its office', async () => {
  expect(await read({ ...office, calendar: 'year', halls: [{ ...hall, hours: [HOURS] }] })).toMatchObject({
    halls: [{ id: 'first', hours: { days: [{ ...HOURS, breaks: [] }], calendar: { id: 'year' } } }],
  })
})

test.each([
  ['no file of YAML', 'halls: [', /Expected YAML/],
  ['a hall without windows', { ...office, halls: [{ ...hall, windows: 0 }] }, /halls\.0\.windows/],
  ['a name in one language', { ...office, name: { kk: 'Ұйым' } }, /name/],
  ['an id that is no address', { ...office, halls: [{ ...hall, id: 'First hall' }] }, /small Latin letters/],
  ['a hall twice', { ...office, halls: [hall, hall] }, /'first' is there twice/],
  ['a zone that the clock has not', { ...office, zone: 'moon' }, /one of here but it is 'moon'/],
  ['hours without a calendar', { ...office, halls: [{ ...hall, hours: [HOURS] }] }, /calendar of .* one of year/],
  ['an hour that is none', { ...office, calendar: 'year', halls: [{ ...hall, hours: [{ ...HOURS, opens: '9' }] }] }, /a time like 09:00/],
  ['no hall', { ...office, halls: [] }, /halls/],
])('%s is refused with the place', async (_what, content, message) => {
  await expect(read(content)).rejects.toThrow(message)
})

test('a file that is not there is named', async () => {
  await expect(readFrontOffice(join(folder, 'nothing.yaml'), TABLES)).rejects.toThrow(/nothing\.yaml/)
})
