import { describe, expect, test } from 'vitest'
import { openPhoneSigning, type PhoneFault } from './service.ts'

const ADDRESS = 'https://sign.example.kz'
const TITLE = { kk: 'Лицензия беру', ru: 'Выдача лицензии', en: 'Issue of a licence' }
const PNG = Buffer.from('\x89PNG\r\n\x1a\nrest', 'latin1').toString('base64')
const REGISTERED = {
  expireAt: 60_000,
  qrCode: PNG,
  dataURL: `${ADDRESS}/api/egovQr/7`,
  signURL: `${ADDRESS}/api/egovQr/7`,
  eGovMobileLaunchLink: 'https://m.example.kz/mobileSign/?link=7',
}
const CMS = Buffer.from([0x30, 0x03, 1, 2, 3])

type Asked = { readonly url: string; readonly method: string; readonly body: unknown }

function service(answer: () => Response | Promise<Response>) {
  const asked: Asked[] = []
  const ask = (async (url: string, init: RequestInit) => {
    asked.push({ url, method: init.method ?? 'GET', body: init.body === undefined ? null : JSON.parse(String(init.body)) })
    return answer()
  }) as typeof fetch
  return { asked, phone: openPhoneSigning({ address: ADDRESS, nowMs: () => 0, fetch: ask }) }
}

const begin = (answer: () => Response | Promise<Response>) => {
  const { asked, phone } = service(answer)
  return { asked, result: phone.begin({ title: TITLE, backUrl: 'https://portal.example.kz/kk/phone/1' }) }
}
const collect = (answer: () => Response | Promise<Response>) => service(answer).phone.collect({ signUrl: REGISTERED.signURL })
const signed = (data: unknown) => ({ signMethod: 'CMS_SIGN_ONLY', documentsToSign: [{ id: 1, document: { file: { data } } }] })

test('an exchange is registered, the document offered and the signature fetched', async () => {
  const { asked, result } = begin(() => Response.json(REGISTERED))
  expect(await result).toMatchObject({ launchUrl: REGISTERED.eGovMobileLaunchLink, code: { type: 'image/png' }, expiresMs: 60_000 })
  expect(asked).toEqual([
    {
      url: `${ADDRESS}/api/egovQr`,
      method: 'POST',
      body: { description: TITLE.ru, whenDone: { backUrl: 'https://portal.example.kz/kk/phone/1' } },
    },
  ])
  const offered = service(() => Response.json({ signURL: REGISTERED.signURL }))
  expect(await offered.phone.offer({ dataUrl: REGISTERED.dataURL }, { title: TITLE, bytes: Buffer.from('{}') })).toEqual({
    kind: 'fetched',
  })
  expect(offered.asked[0]!.body).toEqual({
    signMethod: 'CMS_SIGN_ONLY',
    documentsToSign: [
      { id: 1, nameRu: TITLE.ru, nameKz: TITLE.kk, nameEn: TITLE.en, meta: [], document: { file: { mime: '', data: 'e30=' } } },
    ],
  })
  expect(await collect(() => Response.json(signed(CMS.toString('base64'))))).toEqual({ kind: 'signed', cms: new Uint8Array(CMS) })
})

describe('each failure has its name', () => {
  const NAMED: readonly (readonly [string, () => Response | Promise<Response>, PhoneFault['fault']])[] = [
    ['no network', () => Promise.reject(new TypeError('fetch failed')), 'unreachable'],
    ['it is down', () => new Response('', { status: 502 }), 'unreachable'],
    ['the person declined', () => Response.json({ status: 'CANCELED' }), 'cancelled'],
    ['the time is over', () => new Response('{}', { status: 404 }), 'expired'],
    ['its own message', () => Response.json({ message: 'Нет доступа' }), 'refused'],
    ['no JSON', () => new Response('<html>'), 'unreadable'],
    ['no signature', () => Response.json({ documentsToSign: [] }), 'unreadable'],
    ['a signature that is no base64', () => Response.json(signed('<p>')), 'unreadable'],
    ['more than one signature', () => Response.json({ documentsToSign: [1, 2] }), 'unreadable'],
    ['an answer without end', () => new Response(new Uint8Array(2 * 1024 * 1024)), 'unreadable'],
  ]
  test.each(NAMED)('%s', async (_name, answer, fault) => {
    expect(await collect(answer)).toMatchObject({ kind: 'fault', fault })
  })
})

describe('the service is believed in nothing that leads elsewhere', () => {
  test.each([
    ['the data go to another site', { dataURL: 'https://other.example.kz/7' }],
    ['the signature comes from another site', { signURL: 'http://169.254.169.254/latest' }],
    ['the link is a script', { eGovMobileLaunchLink: 'javascript:alert(1)' }],
    ['there is no link', { eGovMobileLaunchLink: undefined }],
  ])('%s', async (_name, change) => {
    expect(await begin(() => Response.json({ ...REGISTERED, ...change })).result).toMatchObject({ fault: 'unreadable' })
  })

  test('a picture that is none is not shown, and a time without end is cut', async () => {
    const change = { qrCode: Buffer.from('<svg onload=alert(1)>').toString('base64'), expireAt: 1e15 }
    expect(await begin(() => Response.json({ ...REGISTERED, ...change })).result).toMatchObject({ code: null, expiresMs: 15 * 60_000 })
  })

  test('what is signed passes over https only, but on this machine', () => {
    const open = (address: string) => () => openPhoneSigning({ address, nowMs: () => 0 })
    expect(open('http://sign.example.kz')).toThrow('https')
    expect(open('http://127.0.0.1:8081/egov-mobile')).not.toThrow()
  })
})
