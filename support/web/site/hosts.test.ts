import { connect } from 'node:net'
import pino from 'pino'
import { expect, test } from 'vitest'
import { createSite } from '../index.ts'

test('a request with two hosts is refused: a proxy may have judged the other one', async () => {
  const app = await createSite({ origin: 'http://localhost:8080', host: '127.0.0.1', port: 0, logger: pino({ level: 'silent' }) })
  await app.site.listen()
  const { port } = app.server.address() as { readonly port: number }
  const ask = (hosts: readonly string[]) =>
    new Promise<string>((resolve, reject) => {
      let text = ''
      const lines = ['GET /favicon.ico HTTP/1.1', ...hosts.map((host) => `Host: ${host}`), 'Connection: close', '', '']
      const socket = connect(port, '127.0.0.1', () => socket.write(lines.join('\r\n')))
      socket.on('data', (part) => (text += String(part)))
      socket.on('end', () => resolve(text.split(' ', 2)[1]!))
      socket.on('error', reject)
    })
  try {
    expect([await ask(['localhost:8080']), await ask(['localhost:8080', 'elsewhere.example'])]).toEqual(['302', '400'])
  } finally {
    await app.close()
  }
})
