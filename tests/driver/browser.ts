// A browser without a screen: cookies as browsers keep them (by host, not by port), redirects across the sites, forms by their fields.
import { Agent, request as startHttp } from 'node:http'
import { Agent as SecureAgent, request as startHttps } from 'node:https'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Answer, type Filled, type FilledForm, Page, type Visitor } from './page.ts'

/** The site did not answer: it is down, or it died in the middle. What was asked may or may not have been done. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
}

/** One exchange, for whoever measures: the route asked for, how long the whole answer took. */
export type Exchange = { readonly method: string; readonly url: URL; readonly status: number; readonly ms: number }

export type BrowserOptions = {
  /** How long one exchange may take before it counts as no answer. */
  readonly timeoutMs?: number
  /** The site is being killed: an answer of 500 and more counts as none, and is asked for again. */
  readonly isFailureNoAnswer?: boolean
  readonly onExchange?: (exchange: Exchange) => void
}

/** A browser gives up at about twenty. */
const MOST_REDIRECTS = 20
const USUAL_TIMEOUT_MS = 60_000
const CONNECTIONS = { keepAlive: true, maxSockets: 4 }
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

export class Browser implements Visitor {
  readonly #cookies = new Map<string, Map<string, string>>()
  readonly #agent = new Agent(CONNECTIONS)
  readonly #secureAgent = new SecureAgent(CONNECTIONS)
  readonly #timeoutMs: number
  readonly #isFailureNoAnswer: boolean
  readonly #onExchange: (exchange: Exchange) => void

  constructor(options: BrowserOptions = {}) {
    this.#timeoutMs = options.timeoutMs ?? USUAL_TIMEOUT_MS
    this.#isFailureNoAnswer = options.isFailureNoAnswer ?? false
    this.#onExchange = options.onExchange ?? (() => {})
  }

  /** The page at an address, after every redirect. */
  async open(address: string | URL): Promise<Page> {
    return this.#page(await this.#follow('GET', new URL(address), null))
  }

  /** A file as it is: no redirects are expected, any status but 200 is an error. */
  async download(address: string | URL): Promise<Answer> {
    const answer = await this.#follow('GET', new URL(address), null)
    if (answer.status !== 200) throw new Error(`Expected a file at ${answer.url.pathname} but the answer was ${answer.status}`)
    return answer
  }

  /** Sends a form and follows where it leads. */
  async submit(filled: FilledForm): Promise<Page> {
    const { method, action, body } = filled
    if (method === 'GET') return this.open(action)
    return this.#page(await this.#follow('POST', action, body))
  }

  /** The same, and again until the site answers: for forms that act once, however often they are sent. */
  async submitUntilAnswered(filled: FilledForm, pauseMs = 200): Promise<Page> {
    for (;;) {
      try {
        return await this.submit(filled)
      } catch (error) {
        if (!(error instanceof NoAnswer)) throw error
        await sleep(pauseMs)
      }
    }
  }

  /** Forgets everything, as a closed private window does; or one cookie, as when that session has ended. */
  forgetCookies(name?: string): void {
    if (name === undefined) this.#cookies.clear()
    else for (const jar of this.#cookies.values()) jar.delete(name)
  }

  /** What it would send to this site, as a `Cookie` header: for another browser that goes on as this one. */
  cookies(site: URL): string {
    return this.#cookieHeader(site)
  }

  close(): void {
    this.#agent.destroy()
    this.#secureAgent.destroy()
  }

  #page(answer: Answer): Page {
    return new Page(this, answer)
  }

  async #follow(method: 'GET' | 'POST', address: URL, body: Filled | null): Promise<Answer> {
    let answer = await this.#exchange(method, address, body)
    for (let hops = 0; REDIRECTS.has(answer.status); hops += 1) {
      if (hops === MOST_REDIRECTS)
        throw new Error(`Expected an end of the redirects from ${address.pathname} but it goes on to ${answer.url.pathname}`)
      const next = new URL(answer.headers.location ?? '', answer.url)
      const keeps = answer.status === 307 || answer.status === 308
      answer = await this.#exchange(keeps ? method : 'GET', next, keeps ? body : null)
    }
    return answer
  }

  #exchange(method: 'GET' | 'POST', url: URL, body: Filled | null): Promise<Answer> {
    const began = performance.now()
    const cookie = this.#cookieHeader(url)
    const headers = {
      'accept-language': 'kk',
      ...(cookie !== '' && { cookie }),
      ...(body !== null && { 'content-type': body.contentType, 'content-length': body.bytes.length, origin: url.origin }),
    }
    return new Promise((resolve, reject) => {
      const noAnswer = (why: unknown) =>
        reject(new NoAnswer(`${method} ${url.pathname}: ${why instanceof Error ? why.message : String(why)}`))
      const isSecure = url.protocol === 'https:'
      const agent = isSecure ? this.#secureAgent : this.#agent
      const sent = (isSecure ? startHttps : startHttp)(url, { method, headers, agent, timeout: this.#timeoutMs }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', noAnswer)
        response.on('aborted', () => noAnswer('cut off'))
        response.on('end', () => {
          const status = response.statusCode ?? 0
          this.#keepCookies(url, response.headers['set-cookie'] ?? [])
          this.#onExchange({ method, url, status, ms: performance.now() - began })
          if (this.#isFailureNoAnswer && status >= 500) return noAnswer(`status ${status}`)
          resolve({ url, status, headers: response.headers, body: Buffer.concat(chunks) })
        })
      })
      sent.on('timeout', () => sent.destroy(new Error(`no answer within ${this.#timeoutMs} ms`)))
      sent.on('error', noAnswer)
      sent.end(body?.bytes)
    })
  }

  #cookieHeader(url: URL): string {
    return [...(this.#cookies.get(url.hostname) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  #keepCookies(url: URL, lines: readonly string[]): void {
    const jar = this.#cookies.get(url.hostname) ?? new Map<string, string>()
    for (const line of lines) {
      const [pair = '', ...attributes] = line.split(';')
      const at = pair.indexOf('=')
      const ended = attributes.some((each) => /^\s*max-age=0$/i.test(each) || /^\s*expires=Thu, 01 Jan 1970/i.test(each))
      if (ended) jar.delete(pair.slice(0, at).trim())
      else jar.set(pair.slice(0, at).trim(), pair.slice(at + 1).trim())
    }
    this.#cookies.set(url.hostname, jar)
  }
}
