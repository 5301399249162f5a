// Between a house and its PostgreSQL: passes everything on and notes which statements were executed. PostgreSQL 18 documentation, 54.7 Message Formats.
import { connect, createServer, type Server, type Socket } from 'node:net'

/** Statements that were executed since they were last taken, as their texts. */
export type Wire = { readonly port: number; take(): readonly string[]; close(): Promise<void> }

const EXECUTE = 0x45
const PARSE = 0x50
const BIND = 0x42
const QUERY = 0x51

/** Listens on loopback and speaks with the server at a socket of the file system. */
export async function openWire(target: string): Promise<Wire> {
  let executed: string[] = []
  const sockets = new Set<Socket>()
  const server: Server = createServer((house) => {
    const postgresql = connect(target)
    const read = reader((text) => executed.push(text))
    for (const socket of [house, postgresql]) {
      sockets.add(socket)
      socket.setNoDelay(true)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => sockets.delete(socket))
    }
    house.on('data', read)
    house.pipe(postgresql)
    postgresql.pipe(house)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as { port: number }).port,
    take() {
      const taken = executed
      executed = []
      return taken
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Reads what a client sends; `onStatement` gets the text of each statement that is executed. */
function reader(onStatement: (text: string) => void): (chunk: Buffer) => void {
  const texts = new Map<string, string>()
  let bound = ''
  let pending: Buffer = Buffer.alloc(0)
  let isStarted = false
  return (chunk) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk])
    for (;;) {
      // The first message has no kind; every other begins with one.
      const head = isStarted ? 1 : 0
      if (pending.length < head + 4) return
      const end = head + pending.readUInt32BE(head)
      if (pending.length < end) return
      const body = pending.subarray(head + 4, end)
      const kind = isStarted ? pending[0] : 0
      isStarted = true
      pending = pending.subarray(end)
      if (kind === PARSE) {
        const [name, text] = strings(body)
        texts.set(name!, text!)
      } else if (kind === BIND) bound = texts.get(strings(body)[1]!) ?? ''
      else if (kind === EXECUTE) onStatement(bound)
      else if (kind === QUERY) onStatement(strings(body)[0]!)
    }
  }
}

/** The first two strings of a message, each ended by a zero byte. */
function strings(body: Buffer): readonly string[] {
  const first = body.indexOf(0)
  const second = body.indexOf(0, first + 1)
  return [body.toString('utf8', 0, first), second < 0 ? '' : body.toString('utf8', first + 1, second)]
}
