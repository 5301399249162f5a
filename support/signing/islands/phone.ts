// The page of a signature that is made in eGov Mobile. Without this script it asks again by itself; with it nothing moves until something
// happened, so that a screen reader is not interrupted, and the signature goes on without another press.

const ASK_EVERY_MS = 2_000
const OPEN = /^(waiting|fetched)/

for (const root of document.querySelectorAll<HTMLElement>('[data-island="phone"]')) run(root)

function run(root: HTMLElement): void {
  const { state = '', stateUrl = '' } = root.dataset
  if (OPEN.test(state)) {
    const address = new URL(location.href)
    // The server does not renew a page with this in its address.
    if (!address.searchParams.has('live')) {
      address.searchParams.set('live', '1')
      return location.replace(address.href)
    }
    return watch(stateUrl, state)
  }
  const form = document.querySelector<HTMLFormElement>('form[data-phone-form]')
  // Once: who comes back after a refusal finds the button and not the same refusal again.
  if (form === null || wasSent(stateUrl)) return
  form.submit()
}

function watch(stateUrl: string, before: string): void {
  const ask = async (): Promise<void> => {
    try {
      const response = await fetch(stateUrl, { credentials: 'same-origin', cache: 'no-store' })
      const { state } = (await response.json()) as { readonly state?: unknown }
      if (response.ok && state !== before) return location.reload()
    } catch {
      // No network for a moment: asked again.
    }
    setTimeout(() => void ask(), ASK_EVERY_MS)
  }
  void ask()
  // Back from the application: at once.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') location.reload()
  })
}

function wasSent(key: string): boolean {
  try {
    const was = sessionStorage.getItem(key) !== null
    sessionStorage.setItem(key, 'sent')
    return was
  } catch {
    return false
  }
}
