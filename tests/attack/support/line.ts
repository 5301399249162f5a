// One connection from an address of this machine's own network (127.0.0.0/8), written byte by byte: what a stranger's program can send.
import { connect, type Socket } from 'node:net'

/** What came of it: the status of the answer, or that the line was cut, or that neither came within the time. */
export type Outcome = number | 'cut' | 'silent'

export type Target = { readonly host: string; readonly port: number }

export type Said = { readonly outcome: Outcome; readonly text: string }

type Sending = {
  readonly from: string
  /** Pieces of the request; a number is a pause in milliseconds. */
  readonly pieces: Iterable<string | Buffer | number> | AsyncIterable<string | Buffer | number>
  readonly withinMs: number
}

/** Sends all of it or as much as is taken, and hears the head of the answer. */
export async function say(target: Target, { from, pieces, withinMs }: Sending): Promise<Said> {
  const socket = connect({ ...target, localAddress: from, family: 4 })
  let text = ''
  let isCut = false
  const end = new Promise<void>((resolve) => {
    setTimeout(resolve, withinMs).unref()
    socket.on('data', (data) => {
      if (text.length < 64 * 1024) text += data.toString('latin1')
      if (text.includes('\r\n\r\n')) resolve()
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      isCut = true
      resolve()
    })
  })
  const sent = sendAll(socket, pieces)
  await end
  // The page behind its head, for whoever looks for a token.
  if (text.startsWith('HTTP/1.1 200')) await new Promise((resolve) => setTimeout(resolve, 50))
  const [, status] = /^HTTP\/1\.1 (\d{3})/.exec(text) ?? []
  const outcome = status !== undefined ? Number(status) : isCut ? 'cut' : 'silent'
  socket.destroy()
  await sent
  return { outcome, text }
}

async function sendAll(socket: Socket, pieces: Sending['pieces']): Promise<void> {
  for await (const piece of pieces) {
    if (socket.destroyed) return
    if (typeof piece === 'number') await new Promise((resolve) => setTimeout(resolve, piece))
    else if (!socket.write(piece))
      await new Promise<void>((resolve) => {
        socket.once('drain', resolve)
        socket.once('close', () => resolve())
      })
  }
}
