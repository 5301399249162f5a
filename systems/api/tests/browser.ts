// A browser without script: keeps cookies, follows redirects of this house, sends forms. Where it would leave the house it stops.
export function browserOf(origin: string) {
  const jar = new Map<string, { readonly value: string; readonly path: string }>()

  async function open(path: string, init: RequestInit = {}): Promise<{ status: number; url: string; text: string; headers: Headers }> {
    let [url, options] = [new URL(path, origin), init]
    for (let hops = 0; hops < 12; hops += 1) {
      const cookie = [...jar].flatMap(([name, kept]) => (url.pathname.startsWith(kept.path) ? [`${name}=${kept.value}`] : [])).join('; ')
      const answer = await fetch(url, { ...options, redirect: 'manual', headers: { ...options.headers, cookie } })
      for (const line of answer.headers.getSetCookie()) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!
        const path = /path=([^;]+)/i.exec(line)?.[1] ?? '/'
        if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) jar.delete(name!)
        else jar.set(name!, { value: value!, path })
      }
      const location = answer.headers.get('location')
      if (location === null) return { status: answer.status, url: url.href, text: await answer.text(), headers: answer.headers }
      await answer.body?.cancel()
      const next = new URL(location, url)
      if (next.origin !== origin) return { status: answer.status, url: next.href, text: '', headers: answer.headers }
      ;[url, options] = [next, {}]
    }
    throw new Error(`Expected a page but ${url.href} leads on and on`)
  }

  return {
    open,
    /** Sends the form of a page with what the button adds. */
    send(page: { readonly url: string; readonly text: string }, fields: Readonly<Record<string, string>>) {
      const hidden = [...page.text.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([tag]) => [
        /name="([^"]*)"/.exec(tag)![1]!,
        /value="([^"]*)"/.exec(tag)?.[1] ?? '',
      ])
      const body = new URLSearchParams([...hidden, ...Object.entries(fields)] as [string, string][])
      return open(page.url, { method: 'POST', body })
    },
  }
}
