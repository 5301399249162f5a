import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDesk, openTask, taskPath, type Desk } from './desk.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk?.close())

describe('the head signs', () => {
  const refusalOf = (code: string) => {
    const text = { kk: `${code} мәтіні`, ru: `${code} текст`, en: `${code} text` }
    return {
      kind: 'refusal',
      code,
      text,
      remedy: { kk: `${code} амалы`, ru: '-', en: '-' },
      source: { act: 'signature-rules', item: '1', certainty: 'assumed' },
    } as const
  }
  async function prepared() {
    const { caseId } = await desk.lead('signResult')
    const head = await desk.signIn('head')
    const page = await head.submit(await openTask(desk, head, caseId), {}, { action: /prepare$/ })
    return { caseId, head, page, number: (await desk.double.stateOf(caseId)).reservedNumber! }
  }

  test('looking at the signing page reserves nothing', async () => {
    const { caseId } = await desk.lead('signResult')
    const head = await desk.signIn('head')
    const page = await head.get(`${await taskPath(desk, caseId)}/sign`)
    expect(page.path).not.toMatch(/\/sign$/)
    expect((await desk.double.stateOf(caseId)).prepared).toBeNull()
  })

  test.each([
    'expired',
    'revoked',
    'not-yet-valid',
    'wrong-person',
    'wrong-role',
    'wrong-purpose',
    'unknown-root',
    'changed-content',
    'malformed',
  ])('a signature that is %s comes back with its remedy, and the same number is signed afterwards', async (reason) => {
    const { head, page, number, caseId } = await prepared()
    desk.double.fail('signResult', refusalOf(`trust.signature-${reason}`))
    const back = await head.submit(page, { signature: 'MIIB', signedSha256: 'ab' })
    expect(back.status).toBe(422)
    for (const said of [`trust.signature-${reason} мәтіні`, `trust.signature-${reason} амалы`, number, 'signature-rules, 1', 'болжам'])
      expect(back.text).toContain(said)
    expect(back.html).toContain('data-island="sign-pdf"')
    expect((await head.submit(back, { signature: 'MIIC', signedSha256: 'ab' })).text).toContain(`Нәтижеге қол қойылды: ${number}`)
    expect((await desk.double.stateOf(caseId)).signed).not.toBeNull()
  })

  test('an outage is no refusal: the signature stays and is sent again', async () => {
    const { head, page, number } = await prepared()
    desk.double.fail('signResult', { kind: 'waiting' })
    const waiting = await head.submit(page, { signature: 'MIIKEPT', signedSha256: 'ab' })
    expect(waiting.status).toBe(503)
    expect(waiting.text).toContain('Бұл – бас тарту емес')
    const done = await head.submit(waiting, {}, { action: /sign$/ })
    expect(done.text).toContain(`Нәтижеге қол қойылды: ${number}`)
    expect(desk.double.control.signed).toContain('MIIKEPT')
  })

  test('an empty or unreadable signature is said to be so', async () => {
    const { head, page } = await prepared()
    for (const signature of ['', '<script>', 'A'.repeat(70_000)]) {
      const back = await head.submit(page, { signature, signedSha256: '' })
      expect(back.status).toBe(422)
      expect(back.text).toContain('Қолтаңба келген жоқ немесе оқылмады')
    }
  })

  test('what cannot be prepared is told on a page that leads back', async () => {
    const { caseId } = await desk.lead('signResult')
    const head = await desk.signIn('head')
    desk.double.fail('prepareResult', refusalOf('licensing.result-incomplete'))
    const page = await head.submit(await openTask(desk, head, caseId), {}, { action: /prepare$/ })
    expect(page.status).toBe(422)
    expect(page.text).toContain('licensing.result-incomplete мәтіні')
  })

  test('signed twice by two clicks or after a lost answer: one signature', async () => {
    const { head, page, caseId } = await prepared()
    desk.double.fail('signResult', 'faultAfter')
    expect((await head.submit(page, { signature: 'MIIB', signedSha256: 'ab' })).status).toBe(500)
    const again = await head.submit(page, { signature: 'MIIB', signedSha256: 'ab' })
    expect(again.status).toBeLessThan(500)
    expect(
      (await desk.double.flow.events({ authority: 'kite-office', caseId })).filter(({ kind }) => kind === 'resultSigned'),
    ).toHaveLength(1)
  })

  test('keys are brought in on a page that leads back to the signature', async () => {
    const head = await desk.signIn('head')
    const page = await head.get('/kk/work/keys?return=%2Fkk%2Fwork%2Ftasks%2F1%2F2%2Fsign')
    expect(page.html).toContain('data-island="key-import"')
    expect(page.html).toContain('href="/kk/work/tasks/1/2/sign"')
    expect((await head.get('/kk/work/keys?return=https%3A%2F%2Fevil.example')).html).not.toMatch(/href="(https:|\/\/)[^"]*evil/)
  })
})
