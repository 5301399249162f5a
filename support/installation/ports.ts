import { once } from 'node:events'
import { glob, readFile, readlink } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { Fault } from '@ruqsat/foundation'

/** True where we could listen there now. */
export function portIsFree(host: string, port: number): Promise<boolean> {
  return listenOnce(host, port).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') return false
      throw new Fault(`Expected to listen on ${host}:${port} but ${reasonOf(error, host, port)}`, { cause: error })
    },
  )
}

/** Listens for a moment; answers with the port, which the system chooses where it is 0. */
async function listenOnce(host: string, port: number): Promise<number> {
  const probe = createServer()
  await once(probe.listen({ host, port, exclusive: true }), 'listening')
  const { port: own } = probe.address() as AddressInfo
  await once(probe.close(), 'close')
  return own
}

function reasonOf({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
  const reasons: Readonly<Record<string, string>> = {
    EACCES: `ports below 1024 belong to root here; choose another than ${port}`,
    EADDRNOTAVAIL: `${host} is no address of this machine`,
    ENOTFOUND: `${host} is not known`,
  }
  return reasons[code ?? ''] ?? message
}

/** A Fault that says who has the port and which flag chooses another; nothing where it is free. Port 0 is always free. */
export async function requireFreePort(host: string, port: number, flag: string): Promise<void> {
  if (port === 0 || (await portIsFree(host, port))) return
  throw new Fault(
    `Expected port ${port} on ${host} to be free but ${(await portOwner(port)) ?? 'another program'} uses it; stop it or choose another port with ${flag}`,
  )
}

export type WantedPort = { readonly host: string; readonly port: number; readonly flag: string }

/** The ports to listen on: those asked for, if each is free and none is asked for twice, and a free one for each 0. A Fault says which flag to change. */
export async function choosePorts<Name extends string>(wanted: Readonly<Record<Name, WantedPort>>): Promise<Record<Name, number>> {
  const ports = {} as Record<Name, number>
  const taken = new Map<number, string>()
  for (const [name, { host, port, flag }] of Object.entries(wanted) as [Name, WantedPort][]) {
    const other = port === 0 ? undefined : taken.get(port)
    if (other !== undefined) throw new Fault(`Expected two ports but ${other} and ${flag} are both ${port}; choose another with ${flag}`)
    await requireFreePort(host, port, flag)
    ports[name] = port === 0 ? await untakenPort(host, taken) : port
    taken.set(ports[name], flag)
  }
  return ports
}

/** The system may name one port twice: what is taken already is asked for again. */
async function untakenPort(host: string, taken: ReadonlyMap<number, string>): Promise<number> {
  const port = await freePort(host)
  return taken.has(port) ? untakenPort(host, taken) : port
}

/** A port that is free now, by the system's choice. */
export function freePort(host = '127.0.0.1'): Promise<number> {
  return listenOnce(host, 0)
}

/** `node (pid 4711)` as far as Linux lets us see. */
async function portOwner(port: number): Promise<string | null> {
  const inode = (await listeningInode('/proc/net/tcp', port)) ?? (await listeningInode('/proc/net/tcp6', port))
  if (inode === null) return null
  for await (const descriptor of glob('/proc/[0-9]*/fd/*')) {
    if ((await readlink(descriptor).catch(() => '')) !== `socket:[${inode}]`) continue
    const pid = descriptor.split('/')[2]!
    return `${(await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => 'a program')).trim()} (pid ${pid})`
  }
  return null
}

/** The row of the port that is listened on (state 0A); its inode is the tenth column. */
async function listeningInode(table: string, port: number): Promise<string | null> {
  const rows = (await readFile(table, 'utf8').catch(() => '')).split('\n').map((line) => line.trim().split(/\s+/))
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  return rows.find(([, local, , state]) => local?.endsWith(wanted) && state === '0A')?.[9] ?? null
}
