// What an installation must not lose: people's data through backup and restore, secrets with them; what must not leave it: personal data
// in the log. With a house in which somebody has really applied.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Applicant, numberOf, openSandbox, type Sandbox } from '../driver/index.ts'
import { newState, oldNode, portFlags, removeStates, ruqsat, start, type Running } from './support/program.ts'

describe('an installation with data', () => {
  const state = newState('kept')
  const restored = newState('restored')
  const file = join(newState('backups'), 'first.backup')
  let flags: string[]
  let running: Running
  let sandbox: Sandbox
  let number: string
  let receiptUrl: URL
  beforeAll(async () => {
    flags = await portFlags()
    running = await start({ state, flags, env: { RUQSAT_LOG_LEVEL: 'debug' } })
    sandbox = await openSandbox(running.portal)
    const aigerim = new Applicant(sandbox, 'aigerim')
    await aigerim.register()
    const receipt = await aigerim.apply(await aigerim.startDraft('kept'))
    number = numberOf(receipt)
    receiptUrl = receipt.url
    aigerim.browser.close()
  })
  afterAll(async () => {
    await running?.stop()
    await removeStates()
  })

  test('its log tells what happened and nothing of anybody', async () => {
    const wrong = new Applicant(sandbox, 'daulet')
    await wrong.browser.open(`${running.portal}/kk/verify?number=${encodeURIComponent(number)}`)
    await wrong.signIn().catch(() => undefined)
    wrong.browser.close()
    const log = running.printed() + readFileSync(join(state, 'postgres', 'server.log'), 'utf8')
    expect(log.split('\n').filter((line) => line.includes('"msg":"request"')).length).toBeGreaterThan(30)
    for (const person of sandbox.people.values()) {
      const surname = person.name.split(' ')[0]!
      for (const told of [
        person.iin,
        person.bin,
        person.password,
        person.email,
        person.phone.replaceAll(' ', ''),
        surname,
        surname.toUpperCase(),
      ])
        if (told !== null) expect(log).not.toContain(told)
    }
    expect(log.match(/(?<![0-9a-f-])\d{12}(?![0-9a-f])/g)?.filter((run) => !/^1[0-9]{12}$/.test(run)) ?? []).toEqual([])
    expect(log).not.toMatch(/[\w.]+@[\w.]+\.\w{2,}/)
    expect(log).not.toMatch(/\+7\d{10}/)
  })

  test('is backed up while it runs, by any Node; the record of its cases proves itself', async () => {
    const made = await ruqsat({ state, ...(oldNode() !== null && { node: oldNode()! }) }, 'backup', file)
    expect(made.out).toMatch(/\d+ rows of \d+ tables and \d+ files/)
    expect(made.code).toBe(0)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const audit = await ruqsat({ state }, 'audit', 'verify')
    expect([audit.code, audit.err]).toEqual([0, ''])
  })

  test('is not restored over, not reset while it runs', async () => {
    const over = await ruqsat({ state }, 'restore', file, '--unencrypted')
    expect(over.err).toContain(`Ruqsat runs here (pid ${running.pid})`)
    expect(over.code).toBe(1)
    const reset = await ruqsat({ state }, 'sandbox', 'reset', '--yes')
    expect(reset.err).toContain('Stop it first')
    expect(reset.code).toBe(1)
  })

  test('comes back from the file alone: the person signs in with the old password and finds the request', async () => {
    expect(await running.stop()).toBe(0)
    const back = await ruqsat({ state: restored }, 'restore', file, '--unencrypted')
    expect(back.out).toContain(`restored into ${restored}`)
    expect(back.code).toBe(0)
    for (const secret of ['form-key', 'portal-accounts', 'sandbox-seed'])
      expect(readFileSync(join(restored, 'secrets', secret))).toEqual(readFileSync(join(state, 'secrets', secret)))
    running = await start({ state: restored, flags })
    const again = await openSandbox(running.portal)
    expect([...again.people]).toEqual([...sandbox.people])
    const aigerim = new Applicant(again, 'aigerim')
    const cabinet = await aigerim.signIn()
    expect(cabinet.path).toBe('/kk/cabinet')
    expect(cabinet.text).toContain(number)
    const receipt = await aigerim.browser.open(receiptUrl)
    expect(receipt.status).toBe(200)
    aigerim.browser.close()
    const audit = await ruqsat({ state: restored }, 'audit', 'verify')
    expect([audit.code, audit.err]).toEqual([0, ''])
  })

  test('starts over on request: nothing of anybody is left', async () => {
    const reset = await ruqsat({ state }, 'sandbox', 'reset', '--yes')
    expect(reset.out).toContain('licensing')
    expect(reset.code).toBe(0)
    const { out } = await ruqsat({ state }, 'status')
    expect(out).toMatch(/^schemas +none$/m)
    expect(existsSync(join(state, 'checkpoints.jsonl'))).toBe(false)
  })
})
