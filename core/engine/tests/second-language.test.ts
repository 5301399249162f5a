// What an official writes besides the language of the request goes wherever the text itself goes.
import { expect, test } from 'vitest'
import { KITE_STAFF } from '../testing.ts'
import { askedOf, MISSING, pass } from './asked.ts'
import { Drive, STEPS } from './driver.ts'

test('a list to correct is asked for in it, and the refusal after a missed correction is in it', () => {
  const alsoIn = { language: 'ru', text: 'На эскизе нет хвоста.' } as const
  const drive = new Drive().open('asked')
  STEPS.accept(drive)
  STEPS.assign(drive)
  drive.must({ kind: 'askCorrection', taskId: drive.task, missing: MISSING, alsoIn }, KITE_STAFF.officer)
  expect(askedOf(drive)).toMatchObject({ alsoIn })
  pass(drive)
  expect(drive.state.draft).toMatchObject({ decision: 'refuse', alsoIn })
  const long = { ...alsoIn, text: 'я'.repeat(5_000) }
  const other = new Drive().open('asked')
  STEPS.accept(other)
  STEPS.assign(other)
  expect(other.code({ kind: 'askCorrection', taskId: other.task, missing: MISSING, alsoIn: long }, KITE_STAFF.officer)).toContain(
    'text-too-long',
  )
})
