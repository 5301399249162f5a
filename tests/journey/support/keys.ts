// Keys as a person handles them: download the file from the sandbox page, bring it into this browser.
import { readFileSync } from 'node:fs'
import { tick, type Window } from './browser.ts'
import type { Inhabitant, KeyKind } from './republic.ts'

export type KeyFile = { readonly name: string; readonly bytes: Buffer; readonly password: string }

/** Clicks the link on the sandbox page, as a visitor does. */
export async function downloadKey(window: Window, person: Inhabitant, kind: KeyKind = 'good'): Promise<KeyFile> {
  await window.goTo('/sandbox')
  const card = window.page.locator(`#person-${person.id}`)
  if ((await card.locator('details[open]').count()) === 0) await card.locator('summary').click()
  const [download] = await Promise.all([
    window.page.waitForEvent('download'),
    card.locator(`a[download="${person.id}-${kind}.p12"]`).click(),
  ])
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()), password: person.keyPassword }
}

/** On the page of keys: chooses the file, types its password, looks at whose it is, keeps it. */
export async function bringKey(window: Window, key: KeyFile): Promise<void> {
  const { page } = window
  await page.locator('#signing-file').setInputFiles({ name: key.name, mimeType: 'application/x-pkcs12', buffer: key.bytes })
  await page.locator('#signing-password').fill(key.password)
  await page.locator('[data-part="open"]').click()
  await page.locator('[data-part="found"] .button--primary').click()
  await page.locator('[data-part="keys"] .signing__key').first().waitFor()
}

/** Removes every key of this browser, by the buttons of the page of keys. */
export async function removeKeys(window: Window): Promise<void> {
  await window.goTo('/keys')
  const keys = window.page.locator('[data-part="keys"] .signing__key')
  await window.page.locator('[data-part="keys"] > *').first().waitFor()
  for (let left = await keys.count(); left > 0; left -= 1) {
    await keys.first().locator('button').first().click()
    await keys.first().locator('.button--warning').click()
    await window.page.waitForFunction((count) => document.querySelectorAll('[data-part="keys"] .signing__key').length === count, left - 1)
  }
}

export type KeptKey = { readonly isExtractable: boolean; readonly usages: readonly string[]; readonly exported: string }

/** What a script of the site itself can get out of the browser's keys: it may use them, and nothing more. */
export async function keysAsScriptSeesThem(window: Window): Promise<KeptKey[]> {
  return window.page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('ruqsat-signing')
      request.addEventListener('success', () => resolve(request.result))
      request.addEventListener('error', () => reject(request.error))
    })
    const rows = await new Promise<{ privateKey: CryptoKey }[]>((resolve) => {
      const request = database.transaction('keys').objectStore('keys').getAll()
      request.addEventListener('success', () => resolve(request.result as { privateKey: CryptoKey }[]))
    })
    database.close()
    const exported = (key: CryptoKey) =>
      crypto.subtle.exportKey('pkcs8', key).then(
        () => 'exported',
        (error: Error) => error.name,
      )
    return Promise.all(
      rows.map(async ({ privateKey }) => ({
        isExtractable: privateKey.extractable,
        usages: privateKey.usages,
        exported: await exported(privateKey),
      })),
    )
  })
}

/** The radio button of a key on a signing page, by whose it is and, where several are alike, by its place. */
export async function chooseKey(window: Window, at = 0): Promise<void> {
  const choice = window.page.locator('input[name="signing-key"]').nth(at)
  await choice.waitFor()
  await tick(choice)
}
