// Somebody with cookies who follows no redirect: what was answered is what is judged.
export type Answer = { readonly status: number; readonly location: string; readonly text: string }

export class Visitor {
  readonly #origin: string
  readonly #cookies = new Map<string, string>()
  readonly #headers: Readonly<Record<string, string>>

  constructor(origin: string, headers: Readonly<Record<string, string>> = {}) {
    this.#origin = origin
    this.#headers = headers
  }

  async ask(method: string, path: string, fields?: Readonly<Record<string, string>>): Promise<Answer> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(`${this.#origin}${path}`, {
      method,
      redirect: 'manual',
      headers: { cookie, ...this.#headers },
      ...(fields && { body: new URLSearchParams(fields) }),
    })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line)!
      if (value === '') this.#cookies.delete(name)
      else this.#cookies.set(name, value)
    }
    return { status: answer.status, location: answer.headers.get('location') ?? '', text: await answer.text() }
  }

  get(path: string): Promise<Answer> {
    return this.ask('GET', path)
  }

  /** The token of the forms of a page that this visitor may open. */
  async token(path: string): Promise<string> {
    const { text } = await this.get(path)
    return /name="_csrf" value="([^"]+)"/.exec(text)?.[1] ?? ''
  }

  async signIn(path: string, fields: Readonly<Record<string, string>>): Promise<void> {
    const { status, text } = await this.ask('POST', path, { _csrf: await this.token(path), ...fields })
    if (status !== 303) throw new Error(`Expected to be signed in at ${path} but ${status}: ${text.replace(/<[^>]*>/g, ' ').slice(0, 300)}`)
  }
}
