import { spawn } from 'node:child_process'
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  choosePorts,
  claimInstance,
  openLog,
  openSecrets,
  processIsAlive,
  readRunning,
  ratesOf,
  readSettings,
  requireFreePort,
  settingsHelp,
  tlsMaterial,
  withFileLock,
} from '@ruqsat/installation'
import { chooseStateFolder } from './state.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ruqsat-installation-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('where state lives', () => {
  test('in the checkout; for root in a closed folder under /var/lib; where RUQSAT_STATE says', async () => {
    const closed = join(folder, 'closed')
    expect(chooseStateFolder(undefined, closed, false)).toBe(join(closed, '.ruqsat'))
    await chmod(folder, 0o700)
    expect(chooseStateFolder(undefined, closed, true)).toMatch(/^\/var\/lib\/ruqsat\/[0-9a-f]{12}$/)
    await chmod(folder, 0o755)
    expect(chooseStateFolder(undefined, closed, true)).toBe(join(closed, '.ruqsat'))
    expect(chooseStateFolder('/srv/ruqsat', closed, true)).toBe('/srv/ruqsat')
  })
})

describe('secrets', () => {
  test('are made once, the same for all who ask at once, and closed to others', async () => {
    const secrets = openSecrets(folder)
    const asked = await Promise.all(Array.from({ length: 20 }, () => openSecrets(folder).secret('session')))
    expect(new Set(asked.map((bytes) => Buffer.from(bytes).toString('hex'))).size).toBe(1)
    expect(asked[0]).toHaveLength(32)
    expect((await stat(join(secrets.folder, 'session'))).mode & 0o777).toBe(0o600)
    expect(await readdir(secrets.folder)).toEqual(['session'])
    expect(await secrets.secret('digest-salt', 16)).toHaveLength(16)
  })

  test('an opened, cut or wrongly named one is a fault', async () => {
    const secrets = openSecrets(folder)
    await secrets.secret('session')
    await expect(secrets.secret('session', 16)).rejects.toThrow('16 bytes')
    await chmod(join(secrets.folder, 'session'), 0o644)
    await expect(secrets.secret('session')).rejects.toThrow('chmod 600')
    await writeFile(join(secrets.folder, 'cut'), '', { mode: 0o600 })
    await expect(secrets.secret('cut')).rejects.toThrow('hexadecimal')
    await expect(secrets.secret('../session')).rejects.toThrow('small letters')
  })
})

describe('settings', () => {
  test('has a limit of rate for each kind, in production too, and says which number is wrong', () => {
    const production = { RUQSAT_MODE: 'production', RUQSAT_RATE_SIGN_IN: '500', RUQSAT_RATE_VERIFY_FILE: '7' }
    expect(ratesOf(readSettings(production).settings)).toMatchObject({ 'sign-in': 500, 'verify-file': 7, address: 3_000 })
    expect(() => readSettings({ RUQSAT_RATE_SIGN_IN: '0' })).toThrow('Expected RUQSAT_RATE_SIGN_IN to be a whole number from 1')
  })

  test('are listed for whoever asks for help: each flag, what it is for, what it takes, what holds without it', () => {
    const help = settingsHelp()
    expect(help).toMatch(/^ {2}--port\n {6}The port of the portal\.\n {6}Takes a port, .*; otherwise 8080\.$/m)
    expect(help).toMatch(/^ {2}--legal-start$/m)
    expect(help).not.toMatch(/`|undefined/)
  })

  test('a flag wins over the environment, the environment over the default; the rest is handed on', () => {
    const { settings, rest } = readSettings({ RUQSAT_PORT: '9000', RUQSAT_HOST: '0.0.0.0' }, [
      '--port',
      '9001',
      'reset',
      '--tls',
      '--log-level=warn',
    ])
    expect(settings).toMatchObject({ port: 9001, host: '0.0.0.0', tls: true, logLevel: 'warn', mode: 'sandbox', databaseUrl: null })
    expect(rest).toEqual(['reset'])
  })

  test('everything that is wrong is told at once, and no password with it', () => {
    const read = () => readSettings({ RUQSAT_MODE: 'real', DATABASE_URL: 'mysql://u:secret@h/d' }, ['--port', '70000', '--prot', '1'])
    expect(read).toThrow(/RUQSAT_MODE[^]*'real'/)
    expect(read).toThrow(/--port to be a port/)
    expect(read).toThrow(/found --prot/)
    expect(read).not.toThrow(/secret/)
    expect(() => readSettings({ RUQSAT_MODE: 'production', RUQSAT_LEGAL_START: '2014-10-01T00:00:00.000Z' })).toThrow('real date')
    expect(() => readSettings({ RUQSAT_MODE: 'production', RUQSAT_RATE_LIMITS: 'off' })).toThrow('limit requests')
  })
})

describe('the acts that are offered', () => {
  const read = (text: string) => readSettings({ RUQSAT_OFFERS: text }).settings.offers
  test('are all unless some are named, each with its first day where it has one', () => {
    expect(readSettings({}).settings.offers).toBe(null)
    expect(read('one@2026-12-01, two')).toEqual([
      { regulation: 'one', from: '2026-12-01' },
      { regulation: 'two', from: null },
    ])
  })
  test.each(['one@', 'one@2026-02-30', 'one,one', 'one two', ','])('%s is refused', (text) => {
    expect(() => read(text)).toThrow('RUQSAT_OFFERS')
  })
})

describe('the proxies that are believed', () => {
  const read = (text: string) => readSettings({ RUQSAT_TRUSTED_PROXIES: text }).settings.trustedProxies
  test('are none unless they are named, as addresses or networks', () => {
    expect(readSettings({}).settings.trustedProxies).toEqual([])
    expect(read('10.0.0.5, 192.168.0.0/16,::1,fd00::/64')).toEqual(['10.0.0.5', '192.168.0.0/16', '::1', 'fd00::/64'])
    expect(readSettings({ RUQSAT_TRUSTED_PROXIES: '10.0.0.5' }, ['--trusted-proxies', '::1']).settings.trustedProxies).toEqual(['::1'])
  })
  test.each([
    'true',
    'proxy.example.kz',
    '10.0.0.0/33',
    '0.0.0.0/0',
    '::/0',
    'fd00::/129',
    '10.0.0.5,',
    '10.0.0.5/8/8',
    '10.0.0/8',
    'fe80::1%eth0',
    '10.0.0.5/-1',
    '::ffff:10.0.0.5/24',
  ])('are never %s', (text) => expect(() => read(text)).toThrow(/RUQSAT_TRUSTED_PROXIES to be addresses or networks/))
})

describe('the log', () => {
  const logged = (write: (log: ReturnType<typeof openLog>) => void): string => {
    let text = ''
    write(openLog({ stream: { write: (line: string) => void (text += line) } }))
    return text
  }
  const personal = [
    '850101300129',
    '850101 300129',
    'a.person@example.kz',
    '+7 701 123 45 67',
    '87011234567',
    'IIN850101300129',
    'Серик Сериков',
  ]

  test.each([
    [
      'fields',
      (log: ReturnType<typeof openLog>) =>
        log.info({ applicant: { iin: personal[0], fullName: personal[6], contact: [personal[2], personal[3]] } }, 'registered'),
    ],
    ['messages and their places', (log) => log.warn('asked for %s and %s', personal[0], personal[2])],
    ['addresses', (log) => log.info({ url: `/kk/find?q=${personal[0]}&mail=a.person%40example.kz&again=%20850101300129` })],
    ['certificate subjects', (log) => log.info(`checked CN=${personal[6]},SERIALNUMBER=${personal[5]}`)],
    [
      'errors and their causes',
      (log) =>
        log.error({
          err: new Error(`duplicate ${personal[4]}`, { cause: Object.assign(new Error('x'), { detail: `Key (name)=(${personal[6]})` }) }),
        }),
    ],
    ['a bare error', (log) => log.error(new Error(`no ${personal[1]}`))],
    ['children', (log) => log.child({ person: { 'first-name': personal[6], BIN: personal[0] } }).info('hello')],
  ] as [string, (log: ReturnType<typeof openLog>) => void][])('keeps persons out of %s', (_, write) => {
    const text = logged(write)
    expect(text).not.toBe('')
    for (const value of personal) expect(text).not.toContain(value)
    expect(text).not.toContain('850101300129')
    expect(text).not.toContain('person%40')
  })

  test('keeps what an engineer needs: digests, times, case ids, codes', () => {
    const digest = 'a123456789012b0'.padEnd(64, '0')
    const text = logged((log) =>
      log.info({ digest, at: '2014-10-01T04:30:00.000Z', caseId: 'b7c1f3a0-0000-4000-8000-123456789012', durationMs: 12 }, 'committed'),
    )
    expect(JSON.parse(text)).toMatchObject({ level: 'info', digest, at: '2014-10-01T04:30:00.000Z', durationMs: 12, msg: 'committed' })
  })
})

describe('the running instance', () => {
  test('a second start is told what runs where; a dead one does not count', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    try {
      const claim = await claimInstance(folder, '2026-01-01T00:00:00.000Z')
      if (claim.kind !== 'claimed') throw new Error('Expected a claim')
      await claim.announce({ addresses: { portal: 'http://localhost:8080/' }, ports: { portal: 8080 } })
      expect(await readRunning(folder)).toMatchObject({ status: 'running', ports: { portal: 8080 }, pid: process.pid })
      // The same record as another living process would have written it.
      const record = JSON.parse(await readFile(join(folder, 'running.json'), 'utf8'))
      const mark = (await readFile(`/proc/${child.pid}/stat`, 'utf8')).split(') ')[1]!.split(' ')[19]
      await writeFile(join(folder, 'running.json'), JSON.stringify({ ...record, pid: child.pid, processMark: mark }))
      expect(await claimInstance(folder, '2026-01-01T00:00:00.000Z')).toMatchObject({ kind: 'running', instance: { pid: child.pid } })
      await writeFile(join(folder, 'running.json'), JSON.stringify({ ...record, pid: child.pid, processMark: '1' }))
      expect(await readRunning(folder)).toBeNull()
      expect((await claimInstance(folder, '2026-01-01T00:00:00.000Z')).kind).toBe('claimed')
      await claim.release()
      expect(await readdir(folder)).not.toContain('running.json')
    } finally {
      child.kill()
    }
  })
})

test('a lock lets one in at a time and outlives its owner only until somebody asks', async () => {
  const path = join(folder, 'lock')
  await writeFile(path, '999999999')
  let inside = 0
  let most = 0
  await Promise.all(
    Array.from({ length: 8 }, () =>
      withFileLock(path, async () => {
        most = Math.max(most, ++inside)
        await new Promise((resolve) => setTimeout(resolve, 5))
        inside--
      }),
    ),
  )
  expect(most).toBe(1)
})

test('a busy port is a fault that says who has it and which flag chooses another', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await expect(requireFreePort('127.0.0.1', port, '--port')).rejects.toThrow(new RegExp(`port ${port} .*pid ${process.pid}.*--port`))
  await new Promise((resolve) => server.close(resolve))
  await requireFreePort('127.0.0.1', port, '--port')
})

test('ports are chosen where none is asked for, and one is not given twice', async () => {
  const wanted = (port: number, flag: string) => ({ host: '127.0.0.1', port, flag })
  const { portal, bank } = await choosePorts({ portal: wanted(0, '--port'), bank: wanted(0, '--bank-port') })
  expect(Math.min(portal, bank)).toBeGreaterThan(1023)
  expect(portal).not.toBe(bank)
  await expect(choosePorts({ portal: wanted(portal, '--port'), bank: wanted(portal, '--bank-port') })).rejects.toThrow(
    `--port and --bank-port are both ${portal}; choose another with --bank-port`,
  )
})

test('a process that has ended is not alive, though nobody asked for its exit code', async () => {
  // The child of a program that was exchanged for one that never asks.
  const parent = spawn('sh', ['-c', 'sh -c "exit 0" & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] })
  try {
    const pid = await new Promise<number>((resolve) => parent.stdout.once('data', (text: Buffer) => resolve(Number(text))))
    await expect.poll(() => processIsAlive(pid)).toBe(false)
    expect(processIsAlive(parent.pid!)).toBe(true)
  } finally {
    parent.kill('SIGKILL')
  }
})

test('TLS material names the hosts, is kept, and is made anew before it ends', async () => {
  const addresses = ['127.0.0.1', '192.168.1.20', '::1', 'fd00::7:192.168.1.20', '2001:db8:0:1:2:3:4:5']
  const hosts = ['localhost', ...addresses]
  const made = await tlsMaterial(folder, hosts, '2026-01-01T00:00:00.000Z')
  const certificate = new X509Certificate(made.cert)
  expect(certificate.verify(certificate.publicKey)).toBe(true)
  expect(certificate.checkHost('localhost')).toBe('localhost')
  for (const address of addresses) expect(certificate.checkIP(address)).toBe(address)
  expect(certificate).toMatchObject({ ca: false, keyUsage: ['1.3.6.1.5.5.7.3.1'], subject: 'CN=Ruqsat on this machine' })
  expect(certificate.checkPrivateKey(createPrivateKey(made.key))).toBe(true)
  expect(await tlsMaterial(folder, hosts, '2026-06-01T00:00:00.000Z')).toEqual(made)
  expect((await tlsMaterial(folder, hosts, '2027-01-20T00:00:00.000Z')).cert).not.toBe(made.cert)
  expect((await stat(join(folder, 'tls', 'key.pem'))).mode & 0o777).toBe(0o600)
})

describe('the file of settings', () => {
  const write = (content: string, name = 'ruqsat.yaml') => writeFile(join(folder, name), content)
  const read = (environment: NodeJS.ProcessEnv = {}, argv: readonly string[] = []) =>
    readSettings({ RUQSAT_CONFIG: join(folder, 'ruqsat.yaml'), ...environment }, argv).settings

  test('has every setting by its name; paths begin at its folder; flags and the environment win', async () => {
    await write(
      'port: 9000\nbanks: own/banks.yaml\nroots: [a.pem, /b.pem]\ntls: yes\nratePerson: 700\noffers: [grain, cotton@2026-12-01]\nmail: {}\n',
    )
    const settings = read()
    expect(settings).toMatchObject({
      port: 9000,
      banks: join(folder, 'own/banks.yaml'),
      roots: [join(folder, 'a.pem'), '/b.pem'],
      tls: true,
    })
    expect([settings['rate person'], settings.offers?.length]).toEqual([700, 2])
    expect(read({ RUQSAT_PORT: '9001' }).port).toBe(9001)
    expect(read({ RUQSAT_PORT: '9001' }, ['--port', '9002']).port).toBe(9002)
  })

  test('names a file with a secret, and no message repeats one', async () => {
    await write('databaseUrlFile: url\n')
    await write('postgres://u:hidden@db/x\n', 'url')
    expect(read().databaseUrl).toBe('postgres://u:hidden@db/x')
    await write('hidden word\n', 'url')
    expect(() => read()).toThrow('databaseUrlFile')
    expect(() => read()).not.toThrow('hidden')
    await write('one\ntwo\n', 'url')
    expect(() => read()).toThrow(`Expected one line with a secret in ${join(folder, 'url')}`)
    expect(read({ DATABASE_URL: 'postgres://other/x' }).databaseUrl).toBe('postgres://other/x')
  })

  test.each([
    ['colour: green', "found 'colour'"],
    ['port: [1', 'ruqsat.yaml:1 is none'],
    ['port: 1\nport: 2', 'ruqsat.yaml:2 is none'],
    ['port: {a: 1}', 'after port'],
    ['- port', 'settings by their names'],
    ['port: many', 'Expected port in'],
    ['origin: https://x.kz/path', 'Expected origin in'],
  ])('%s is refused with the place', async (content, said) => {
    await write(content)
    expect(() => read()).toThrow(said)
  })

  test('that is not there is named', () => {
    expect(() => readSettings({ RUQSAT_CONFIG: '/nowhere/ruqsat.yaml' })).toThrow('/nowhere/ruqsat.yaml')
  })
})
