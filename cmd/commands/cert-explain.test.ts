import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasTools } from '@ruqsat/trust/testing'
import { ruqsat } from './testing.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ruqsat-certificate-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe.skipIf(!hasTools('openssl'))('cert explain', { timeout: 60_000 }, () => {
  test('says whose a certificate is, what its key may do and whether it is accepted, in the reader’s language', async () => {
    const words = [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:secp384r1',
      '-nodes',
      '-keyout',
      'key.pem',
      '-out',
      'own.pem',
    ]
    execFileSync('openssl', [...words, '-days', '30', '-subj', '/CN=TEST/serialNumber=IIN850412400012'], { cwd: folder, stdio: 'pipe' })
    const path = join(folder, 'own.pem')
    const english = await ruqsat(['cert', 'explain', path])
    expect(english).toMatchObject({ code: 0, err: '' })
    expect(english.out).toContain('holder: CN=TEST, serialNumber=IIN850412400012')
    expect(english.out).toContain('key: ECDSA P-384 384: accepted here')
    expect(english.out).toContain('for: an authority, which issues certificates')
    expect((await ruqsat(['cert', 'explain', path, '--language', 'kk'])).out).toContain('иесі: CN=TEST')
  })

  test('says of anything else that it is no certificate, with exit 2', async () => {
    const path = join(folder, 'text')
    await writeFile(path, 'hello')
    expect(await ruqsat(['cert', 'explain', path, '--language', 'ru'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('не регистрационное'),
    })
  })
})
