import { Fault } from '@ruqsat/foundation'
import { MAX_BANK_BODY_BYTES } from '../wire/messages.ts'

export type BankReply = {
  readonly status: number
  readonly ok: boolean
  readonly header: (name: string) => string | undefined
  readonly text: string
}
export type BankOutage = { readonly kind: 'outage'; readonly reason: string }

export const outage = (reason: string): BankOutage => ({ kind: 'outage', reason })

/** One question to a bank. No answer, none in time, a redirect or one without end is an outage: it says nothing about money. */
export async function askBank(
  url: string,
  request: RequestInit,
  { timeoutMs, fetch: ask = fetch }: { timeoutMs: number; fetch?: typeof fetch },
): Promise<BankReply | BankOutage> {
  return ask(url, { ...request, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) })
    .then(async (answer) => {
      const text = await readLimited(answer)
      return { status: answer.status, ok: answer.ok, header: (name: string) => answer.headers.get(name) ?? undefined, text }
    })
    .catch((error: Error) =>
      outage(`Expected an answer of the bank but ${error.name === 'TimeoutError' ? 'none came in time' : 'the connection failed'}`),
    )
}

/** A counterpart that sends without end must not fill our memory. */
async function readLimited(answer: Response): Promise<string> {
  if (answer.body === null) return ''
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.length
    if (size > MAX_BANK_BODY_BYTES)
      throw new Fault(`Expected at most ${MAX_BANK_BODY_BYTES} bytes from the bank but more came`, { retry: 'later' })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
