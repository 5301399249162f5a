// The gateway by this installation's own file: who it is there, whom it asks, who may ask it. In the sandbox with a key of its own authority.
import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { Fault } from '@ruqsat/foundation'
import { type GatewayConfig, type GatewayDeps, type GatewayRoom, parseGateway, readSigningKey, startGateway } from '@ruqsat/gateway'
import type { Settings } from '@ruqsat/installation'
import { formatPackageError } from '@ruqsat/law'
import type { TrustRoom } from '@ruqsat/trust'
import type { Installation } from './installation.ts'
import { sandboxSystemKey } from './system-key.ts'

type GatewayNeed = { readonly databases: Pick<Installation['databases'], 'gateway'> } & Pick<
  Installation,
  'legalClock' | 'technicalClock' | 'log' | 'secrets'
> & {
    readonly settings: Pick<Settings, 'mode' | 'gateway'>
  }
type Signing = GatewayDeps['signing']

/** Without a file: nobody is asked over the wire, and nobody may ask; the journal is kept all the same. */
const NOBODY: GatewayConfig = { sender: 'ruqsat', passwordFile: null, keyFile: null, certificateFile: null, routes: {}, services: {} }

/** The sandbox's information system. */
const SANDBOX_NAME = 'SANDBOX RUQSAT'

export async function openGateway(installation: GatewayNeed, trust: TrustRoom): Promise<GatewayRoom> {
  const { settings, databases, legalClock, technicalClock, log, secrets } = installation
  const config = settings.gateway === null ? NOBODY : await readGateway(settings.gateway)
  return startGateway({
    database: databases.gateway,
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

async function sandboxKey(installation: GatewayNeed, authority: TrustRoom['authority'] & object): Promise<Signing> {
  return readSigningKey(...(await sandboxSystemKey(installation, authority, 'gateway-sandbox.pem', SANDBOX_NAME)))
}

/** For `/health`: messages without a time stamp, once the authority was asked for one and gave none. */
export async function missingStamps({ unstamped }: Pick<GatewayRoom, 'unstamped'>): Promise<readonly string[]> {
  const { messages, since, error } = await unstamped()
  return error === null
    ? []
    : [`${messages} messages of the gateway have no time stamp yet, the oldest since ${since}; it is asked for again (${error})`]
}

/** For `/health`: which systems are left alone for a while because they did not answer. */
export function silentRoutes({ routes }: Pick<GatewayRoom, 'routes'>): readonly string[] {
  return routes()
    .filter(({ breaker }) => breaker !== 'closed')
    .map(
      ({ route, since }) => `The gateway's route ${route} has not answered since ${since}; one question at a time tries whether it is back`,
    )
}
