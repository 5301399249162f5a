// A mail server for tests, and an SMS centre.
import { createServer, type Server } from 'node:net'

export { openSmsCentre, type SmsCentre } from './sms-centre.ts'

export type MailServer = {
  readonly server: Server
  readonly port: number
  readonly recipients: readonly string[]
  readonly received: string
}

/** As much of RFC 5321 as one message needs: takes everything, but no mailbox whose address has `gone` or `busy` in it. */
export async function openMailServer(): Promise<MailServer> {
  const state = { received: '' }
  const recipients: string[] = []
  const server = createServer((socket) => {
    let isBody = false
    socket.write('220 test\r\n')
    socket.on('error', () => undefined)
    socket.on('data', (data) => {
      for (const line of data.toString('utf8').split('\r\n').slice(0, -1)) {
        if (isBody) {
          state.received += `${line}\n`
          if (line === '.') {
            isBody = false
            socket.write('250 taken\r\n')
          }
        } else if (line.startsWith('DATA')) {
          isBody = true
          socket.write('354 go on\r\n')
        } else if (line.startsWith('RCPT')) {
          recipients.push(/<(.*)>/.exec(line)![1]!)
          socket.write(line.includes('gone') ? '550 no mailbox\r\n' : line.includes('busy') ? '451 later\r\n' : '250 ok\r\n')
        } else if (line.startsWith('QUIT')) socket.end('221 bye\r\n')
        else socket.write('250 ok\r\n')
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return Object.defineProperty({ server, recipients, port: (server.address() as { port: number }).port }, 'received', {
    get: () => state.received,
  }) as never
}
