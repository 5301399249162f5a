// The gateway by this installation's own file: who it is there, whom it asks, who may ask it. In the sandbox with a key of its own authority.
import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { type BIN, Fault, isRefusal, msFromInstant, parseBIN } from '@ruqsat/foundation'
import { type GatewayConfig, type GatewayDeps, type GatewayRoom, parseGateway, readSigningKey, startGateway } from '@ruqsat/gateway'
import { type Settings, writeFileAtomically } from '@ruqsat/installation'
import { formatPackageError } from '@ruqsat/law'
import type { TrustRoom } from '@ruqsat/trust'
import type { Installation } from './installation.ts'

type GatewayNeed = Pick<Installation, 'database' | 'legalClock' | 'technicalClock' | 'log' | 'secrets'> & {
  readonly settings: Pick<Settings, 'mode' | 'gateway'>
}
type Signing = GatewayDeps['signing']

/** Without a file: nobody is asked over the wire, and nobody may ask; the journal is kept all the same. */
const NOBODY: GatewayConfig = { sender: 'ruqsat', passwordFile: null, keyFile: null, certificateFile: null, routes: {}, services: {} }

/** The sandbox's information system. */
const SANDBOX_BIN = ownBin('260140000015')
const SANDBOX_NAME = 'SANDBOX RUQSAT'

export async function openGateway(installation: GatewayNeed, trust: TrustRoom): Promise<GatewayRoom> {
  const { settings, database, legalClock, technicalClock, log, secrets } = installation
  const config = settings.gateway === null ? NOBODY : await readGateway(settings.gateway)
  return startGateway({
    database,
    legalClock,
    technicalClock,
    log,
    trust,
    config,
    signing: await signingOf(installation, config, trust),
    password: await passwordOf(config),
    secret: await secrets.secret('gateway-subjects'),
  })
}

/** Throws a Fault for a file that cannot be read; paths in it are read from its folder. */
async function readGateway(file: NonNullable<Settings['gateway']>): Promise<GatewayConfig> {
  const read = parseGateway({ path: file, text: await readFile(file, 'utf8') })
  if (read.kind !== 'read') throw new Fault(read.errors.map((error) => formatPackageError(error, 'en')).join('\n'))
  const from = (path: string | null) => path && resolve(dirname(file), path)
  const { passwordFile, keyFile, certificateFile } = read.value
  return { ...read.value, passwordFile: from(passwordFile), keyFile: from(keyFile), certificateFile: from(certificateFile) }
}

async function signingOf(
  installation: GatewayNeed,
  { keyFile, certificateFile }: GatewayConfig,
  { authority }: TrustRoom,
): Promise<Signing> {
  if ((keyFile === null) !== (certificateFile === null))
    throw new Fault(
      `Expected keyFile and certificateFile together but ${installation.settings.gateway} names only ${keyFile ?? certificateFile}`,
    )
  if (keyFile !== null && certificateFile !== null)
    return readSigningKey(await readFile(keyFile, 'utf8'), await readFile(certificateFile, 'utf8'))
  return installation.settings.mode === 'sandbox' && authority !== null ? sandboxKey(installation, authority) : null
}

async function passwordOf({ passwordFile }: GatewayConfig): Promise<string | null> {
  return passwordFile === null ? null : (await readFile(passwordFile, 'utf8')).trim()
}

/** Made at the first start, and again when legal time has passed its end or the sandbox's authority is another. */
async function sandboxKey({ secrets, legalClock }: GatewayNeed, authority: TrustRoom['authority'] & object): Promise<Signing> {
  const path = join(secrets.folder, 'gateway-sandbox.pem')
  const { issuing } = await authority.certificates()
  if (existsSync(path)) {
    const text = await readFile(path, 'utf8')
    const kept = new X509Certificate(text)
    const isCurrent = kept.validToDate.getTime() > msFromInstant(await legalClock.now())
    if (isCurrent && kept.verify(new X509Certificate(issuing).publicKey)) return readSigningKey(text, text)
  }
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const { certificate } = await authority.issueCertificate({
    subject: { commonName: SANDBOX_NAME, organisation: SANDBOX_NAME, bin: SANDBOX_BIN },
    publicKey: new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })),
    purpose: 'sign',
    roles: ['information-system'],
  })
  const keyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  mkdirSync(secrets.folder, { recursive: true, mode: 0o700 })
  await writeFileAtomically(path, `${keyPem}${new X509Certificate(certificate).toString()}`)
  return { key: createPrivateKey(keyPem), certificate }
}

function ownBin(text: string): BIN {
  const bin = parseBIN(text)
  if (isRefusal(bin)) throw new Fault(`Expected a BIN of the sandbox's gateway but ${text} cannot be one`)
  return bin
}

/** For `/health`: which systems are left alone for a while because they did not answer. */
export function silentRoutes({ routes }: Pick<GatewayRoom, 'routes'>): readonly string[] {
  return routes()
    .filter(({ breaker }) => breaker !== 'closed')
    .map(
      ({ route, since }) => `The gateway's route ${route} has not answered since ${since}; one question at a time tries whether it is back`,
    )
}
