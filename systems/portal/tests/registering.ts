// How a person comes in, for every test of the portal that needs one: proves the certificate, gives contacts, confirms them, signs in.
import type { Language } from '@ruqsat/foundation'
import { expect } from 'vitest'
import { claim, type Claim } from './doubles.ts'
import { AIGERIM, type Browser, type TestPortal } from './harness.ts'

export const PASSWORD = 'қоян төбе 47 арғымақ'

export function walksOf(portal: () => TestPortal) {
  async function prove(browser: Browser, who: Claim, back = '') {
    await browser.get('/kk/register')
    await browser.get('/kk/register/challenge')
    return browser.post('/kk/register/certificate', { signature: claim(who), return: back })
  }

  async function details(browser: Browser, fields: Record<string, string> = {}, language: Language = 'kk') {
    return sendDetails(browser, onceIn(await browser.get(`/${language}/register/details`)), fields, language)
  }

  const onceIn = ({ text }: { readonly text: string }) => /name="_once" value="([^"]+)"/.exec(text)?.[1] ?? ''

  function sendDetails(browser: Browser, once: string, fields: Record<string, string> = {}, language: Language = 'kk') {
    return browser.post(`/${language}/register/details`, {
      _once: once,
      phone: '8 701 123 45 67',
      email: 'a@mysal.kz',
      language: 'kk',
      password: PASSWORD,
      repeat: PASSWORD,
      ...fields,
    })
  }

  async function registered(who: Claim = { iin: AIGERIM.iin }): Promise<Browser> {
    const browser = portal().browser()
    await prove(browser, who)
    expect((await details(browser)).location).toBe(confirmation('/kk/cabinet'))
    return browser
  }

  /** Where a person is led after registration: to confirm, and on from there. */
  const confirmation = (next: string, language: Language = 'kk') => `/${language}/account/confirmation?return=${encodeURIComponent(next)}`

  /** The newest code that went to this channel. */
  const codeTo = (channel: 'sms' | 'email') =>
    portal()
      .messaging.sent.filter((message) => message.channel === channel && message.text.kk.startsWith('Растау коды'))
      .at(-1)!
      .text.kk.replace(/\D*(\d{6}).*/s, '$1')

  async function confirm(browser: Browser, channel: 'sms' | 'email', code = codeTo(channel)) {
    await browser.get('/kk/account/confirmation')
    return browser.post('/kk/account/confirmation', { channel, return: '/kk/cabinet', [`code-${channel}`]: code })
  }

  const signIn = async (browser: Browser, fields: Record<string, string>) => {
    await browser.get('/kk/sign-in')
    return browser.post('/kk/sign-in', { who: 'self', ...fields })
  }
  return { codeTo, confirm, confirmation, details, onceIn, prove, registered, sendDetails, signIn }
}
