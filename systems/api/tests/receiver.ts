// A receiver of web hooks as somebody else would write it: the scheme's own library says what the signature has to be.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'

export type Received = {
  readonly id: string
  readonly type: string
  readonly data: { readonly sequence: number; readonly id: string; readonly links: object }
  readonly body: string
  /** By how many of the known secrets it is signed. */
  readonly signedBy: number
}

export async function openReceiver() {
  const received: Received[] = []
  const state = { status: 204, secrets: [] as string[] }
  const server = createServer((request, answer) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const body = Buffer.concat(parts).toString()
      const id = String(request.headers['webhook-id'])
      const at = new Date(Number(request.headers['webhook-timestamp']) * 1000)
      const signatures = String(request.headers['webhook-signature']).split(' ')
      const signedBy = state.secrets.filter((secret) => signatures.includes(new Webhook(secret).sign(id, at, body))).length
      received.push({ ...(JSON.parse(body) as Pick<Received, 'type' | 'data'>), id, body, signedBy })
      answer.writeHead(state.status, { location: 'http://127.0.0.1:1/elsewhere' }).end('nothing of this is kept')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    received,
    state,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}
