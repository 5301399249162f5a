import { isRefusal } from '@ruqsat/foundation'
import { expect, test } from 'vitest'
import { ATTACHMENTS_TOTAL_BYTES, limitFault, MAX_ATTACHMENTS, workFaults } from './index.ts'

const files = (count: number, sizeBytes = 1) =>
  Array.from({ length: count }, (_, place) => ({
    slot: 'photos',
    name: `${place}.png`,
    mediaType: 'image/png',
    sizeBytes,
    sha256: `${place}`,
  }))
const code = (faults: readonly unknown[]) => faults.map((fault) => isRefusal(fault) && fault.code)
const page = {
  fields: [],
  files: [{ id: 'photos', name: { kk: 'С', ru: 'С', en: 'P' }, required: true, source: { act: 'a', item: '1', certainty: 'stated' } }],
} as const

test('so many files as one request or step may have, and so large together: held where they are kept, not on the page alone', () => {
  expect(limitFault(files(MAX_ATTACHMENTS))).toBeNull()
  expect(limitFault(files(1, ATTACHMENTS_TOTAL_BYTES))).toBeNull()
  const over = (written: ReturnType<typeof files>) => code(workFaults(page, { values: {}, files: written }, '2026-11-23'))
  expect(over(files(MAX_ATTACHMENTS + 1))).toEqual(['portal.too-many-files'])
  expect(over(files(2, ATTACHMENTS_TOTAL_BYTES / 2 + 1))).toEqual(['portal.files-too-large-together'])
})
