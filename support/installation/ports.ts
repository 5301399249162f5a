import { readdir, readFile, readlink } from 'node:fs/promises'
import { createServer } from 'node:net'
import { Fault } from '@ruqsat/foundation'

/** True where we could listen there now. */
export function portIsFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false)
      else reject(new Fault(`Expected to listen on ${host}:${port} but ${explain(error, host, port)}`, { cause: error }))
    })
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(true)))
  })
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): string {
  if (error.code === 'EACCES') return `ports below 1024 belong to root here; choose another than ${port}`
  if (error.code === 'EADDRNOTAVAIL') return `${host} is no address of this machine`
  if (error.code === 'ENOTFOUND') return `${host} is not known`
  return error.message
}

/** A Fault that says who has the port and which flag chooses another; nothing where it is free. Port 0 is always free. */
export async function requireFreePort(host: string, port: number, flag: string): Promise<void> {
  if (port === 0 || (await portIsFree(host, port))) return
  const owner = await portOwner(port)
  throw new Fault(
    `Expected port ${port} on ${host} to be free but ${owner ?? 'another program'} uses it; stop it or choose another port with ${flag}`,
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
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen({ host, port: 0 }, () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}

/** `node (pid 4711)` as far as Linux lets us see. */
async function portOwner(port: number): Promise<string | null> {
  const inode = (await listeningInode('/proc/net/tcp', port)) ?? (await listeningInode('/proc/net/tcp6', port))
  if (inode === null) return null
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  for (const pid of pids) {
    if (!(await hasSocket(pid, inode))) continue
    const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => 'a program')
    return `${name.trim()} (pid ${pid})`
  }
  return null
}

async function listeningInode(table: string, port: number): Promise<string | null> {
  const text = await readFile(table, 'utf8').catch(() => '')
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  for (const line of text.split('\n').slice(1)) {
    const columns = line.trim().split(/\s+/)
    if (columns[1]?.endsWith(wanted) && columns[3] === '0A') return columns[9] ?? null
  }
  return null
}

async function hasSocket(pid: string, inode: string): Promise<boolean> {
  const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => [])
  for (const descriptor of descriptors) {
    if ((await readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => '')) === `socket:[${inode}]`) return true
  }
  return false
}
