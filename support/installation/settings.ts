import { Fault, isRefusal, parseMailAddress, type MailAddress } from '@ruqsat/foundation'
import { type Config, pathFrom, readConfig, secretIn } from './config.ts'
import { RATES, type RateKind, type Rates } from './rates.ts'
import { path, port, row, type SettingRow, wholeNumber, word } from './setting-rows.ts'
import {
  readChannels,
  readNetworks,
  readOffers,
  readOrigin,
  readReminders,
  readSyslog,
  type ChannelSetting,
  type OfferSetting,
  type ReminderSetting,
  type SyslogSetting,
} from './setting-values.ts'

export type { SettingRow } from './setting-rows.ts'

const ownRows = {
  mode: word(['sandbox', 'production'], {
    variable: 'RUQSAT_MODE',
    flag: '--mode',
    meaning:
      'A fictional republic to try everything in, or the real thing. Production refuses sandbox keys, roots and personas, and legal time cannot be moved.',
    value: 'sandbox',
  }),
  config: row<string | null>({
    variable: 'RUQSAT_CONFIG',
    flag: '--config',
    meaning:
      'One file with all settings, by the names that docs/settings.md gives in its last column, and with the sections `mail`, `sms`, `files` and `authorities` (docs/operating.md). A flag and the environment win over it.',
    otherwise: 'none',
    accepts: 'a file',
    ...path,
  }),
  origin: row<string | null>({
    variable: 'RUQSAT_ORIGIN',
    flag: '--origin',
    meaning: 'The public address of the portal, as people type it: where a reverse proxy ends TLS, the address of the proxy.',
    otherwise: 'the host and the port',
    value: null,
    accepts: 'an address like `https://licences.example.kz`, without a path',
    read: readOrigin,
  }),
  host: row({
    variable: 'RUQSAT_HOST',
    flag: '--host',
    meaning:
      'The address to listen on. `0.0.0.0` opens it to the network; phones then need `--tls`, because browsers sign on secure pages only.',
    otherwise: '`localhost`',
    value: 'localhost',
    accepts: 'a host name or address',
    read: (text) => (/^[A-Za-z0-9.:-]+$/.test(text) ? text : undefined),
  }),
  port: port({
    variable: 'RUQSAT_PORT',
    flag: '--port',
    meaning: 'The port of the portal.',
    value: 8080,
  }),
  bankPort: port({
    variable: 'RUQSAT_BANK_PORT',
    flag: '--bank-port',
    meaning: 'The port of the sandbox bank, which is another site on `127.0.0.1`.',
    value: 8081,
  }),
  authorityPort: port({
    variable: 'RUQSAT_AUTHORITY_PORT',
    flag: '--authority-port',
    meaning: "The port of the certification authority's plain HTTP site: OCSP, CRL, certificates.",
    value: 8082,
  }),
  tls: row({
    variable: 'RUQSAT_TLS',
    flag: '--tls',
    meaning: 'Serve HTTPS with a certificate made at the first start.',
    otherwise: '`no`',
    value: false,
    bare: 'yes',
    accepts: '`yes` or `no`',
    read: (text) => (text === 'yes' ? true : text === 'no' ? false : undefined),
  }),
  trustedProxies: row<readonly string[]>({
    variable: 'RUQSAT_TRUSTED_PROXIES',
    flag: '--trusted-proxies',
    meaning:
      'The reverse proxies whose `X-Forwarded-For` is believed, so that limits count people and not the proxy. Name only what every request passes: anyone else who may set the header escapes the limits.',
    otherwise: 'none: the address that connects is the person',
    value: [],
    accepts: 'addresses or networks with commas between, like `10.0.0.5,fd00::/64`',
    read: readNetworks,
  }),
  databaseUrl: row<string | null>({
    variable: 'DATABASE_URL',
    isSecret: true,
    meaning:
      'The PostgreSQL server (18 is what is tested), as the owner of the database, who makes a role for each system; production refuses a superuser. A Unix socket is `?host=/folder&port=5432`. `DATABASE_URL_FILE` names a file with the address instead.',
    otherwise: 'a server that comes along, in the state folder',
    value: null,
    accepts: '`postgres://user:password@host:5432/name`',
    read: (text) => (/^postgres(ql)?:\/\/\S+$/.test(text) ? text : undefined),
  }),
  state: row<string | null>({
    variable: 'RUQSAT_STATE',
    meaning: 'The folder of everything that must not be lost: the database that comes along, secrets, the record of the running instance.',
    otherwise: '`.ruqsat/` in the checkout, or a folder under `/var/lib/ruqsat` where root has the checkout in a closed folder',
    accepts: 'a folder',
    ...path,
  }),
  regulations: row<string | null>({
    variable: 'RUQSAT_REGULATIONS',
    flag: '--regulations',
    meaning: 'The folder of the regulations that are offered: one package a folder, and `calendars/` with the tables of the clock.',
    otherwise: '`regulations/` in the checkout',
    accepts: 'a folder',
    ...path,
  }),
  confirmations: row<string | null>({
    variable: 'RUQSAT_CONFIRMATIONS',
    flag: '--confirmations',
    meaning:
      'The file in which departments confirm grounds of refusal that a package only assumes: ground, who confirmed it, when, by which place of which law. Without it such a ground cannot be chosen.',
    otherwise: 'in the sandbox its own `sandbox/confirmed-grounds.yaml`; in production none',
    accepts: 'a file',
    ...path,
  }),
  registers: row<string | null>({
    variable: 'RUQSAT_REGISTERS',
    flag: '--registers',
    meaning:
      'The file that binds each register that packages declare to what answers for it. A register that it does not name is refused by name where a service asks it; the start names each.',
    otherwise: 'in the sandbox its own twin of each declared register; in production none',
    accepts: 'a file',
    ...path,
  }),
  gateway: row<string | null>({
    variable: 'RUQSAT_GATEWAY',
    flag: '--gateway',
    meaning:
      'The file of the e-government gateway: under which name this installation is known there, its key and certificate, which systems it asks and how, and which may ask it for what.',
    otherwise: 'nobody is asked by it and nobody may ask; in the sandbox it signs with a key of its own authority',
    accepts: 'a file',
    ...path,
  }),
  seal: row<string | null>({
    variable: 'RUQSAT_SEAL',
    meaning:
      'The file (PEM) with the private key of the seal of this house, its certificate (of an information system, with the BIN of the organisation that runs the portal), and those that lead to a root. Requests that a one-time password confirmed and receipts of payments are sealed with it.',
    otherwise:
      'in the sandbox a key of its own authority; in production none: nobody confirms a request by a one-time password, and no receipt is sealed',
    accepts: 'a file',
    ...path,
  }),
  banks: row<string | null>({
    variable: 'RUQSAT_BANKS',
    flag: '--banks',
    meaning:
      'The file that names the banks that take payments, in the order in which payers are offered them, each with its wire, address and secrets, and how long a payment in part waits for the rest.',
    otherwise: 'in the sandbox its own two banks; in production none',
    accepts: 'a file',
    ...path,
  }),
  frontOffice: row<string | null>({
    variable: 'RUQSAT_FRONT_OFFICE',
    flag: '--front-office',
    meaning:
      'The file that names the organisation with halls (its id, name and zone) and each hall with its address and number of windows.',
    otherwise: 'in the sandbox one hall of its own; in production none: nothing is taken at a hall',
    accepts: 'a file',
    ...path,
  }),
  signIn: row<string | null>({
    variable: 'RUQSAT_SIGN_IN',
    flag: '--sign-in',
    meaning:
      'The file that names providers of others that people may sign in by (OpenID Connect): issuer, client, secret, which claim holds the IIN, and for whom.',
    otherwise: 'in the sandbox its own twin of a provider; in production nobody signs in by a provider of others',
    accepts: 'a file',
    ...path,
  }),
  hooks: word(['public', 'private'], {
    variable: 'RUQSAT_HOOKS',
    meaning:
      'Where programs of others may have events sent: `public` is https to addresses that the internet sees, `private` also to those of an inner network. The sandbox sends to this machine too, without TLS.',
    value: 'public',
  }),
  roots: row<readonly string[]>({
    variable: 'RUQSAT_ROOTS',
    flag: '--roots',
    meaning:
      'Files with the certificates that signatures are trusted by (PEM or DER): those that issued themselves are roots, the others may lead to one. Production trusts these alone.',
    otherwise: "in the sandbox its own authority's; production needs one",
    value: [],
    accepts: 'files with commas between',
    isPath: 'list',
    read: (text) => text.split(',').map((each) => each.trim()),
  }),
  timeStamps: row<string | null>({
    variable: 'RUQSAT_TIME_STAMPS',
    flag: '--time-stamps',
    meaning:
      'The address of the time-stamping authority (RFC 3161): it proves when a paper of this house was signed. It must lead to one of the roots. Where it does not answer, the paper says less and is completed later by `npx ruqsat proof renew`.',
    otherwise: "in the sandbox its own authority's; in production none: no paper proves its time",
    value: null,
    accepts: 'an address like `http://tsp.example.kz/`',
    read: (text) => (/^https?:\/\//.test(text) && URL.canParse(text) ? text : undefined),
  }),
  phoneSigning: row<string | null>({
    variable: 'RUQSAT_PHONE_SIGNING',
    flag: '--phone-signing',
    meaning:
      'The address of the service by which people sign in eGov Mobile: this system registers each signature there, hands over what is signed, and fetches the signature, which is judged like any other.',
    otherwise: 'in the sandbox its own twin; in production none: nobody signs with a telephone alone',
    value: null,
    accepts: 'an https address like `https://sign.example.kz`',
    read: (text) => (/^https?:\/\//.test(text) && URL.canParse(text) ? text : undefined),
  }),
  offers: row<readonly OfferSetting[] | null>({
    variable: 'RUQSAT_OFFERS',
    flag: '--offers',
    meaning:
      'Which acts are offered, in this order, and from which day on: the acts’ own dates are history, the offer is this installation’s decision.',
    otherwise: 'every act of the folder that has an offered variant, without a beginning',
    value: null,
    accepts: 'ids with commas between, each with its first day where it has one, like `one-act@2026-12-01,another`',
    read: readOffers,
  }),
  channels: row<readonly ChannelSetting[]>({
    variable: 'RUQSAT_CHANNELS',
    flag: '--channels',
    meaning:
      'Which channels of the packages are open here, the main one first, and the door that serves each. `web` is the portal’s own pages: another channel has the same pages, its own table and its own entry, `/channels/ID`. A channel that is not named is shown, not offered.',
    otherwise: '`portal`',
    value: [{ channel: 'portal', door: 'web' }],
    accepts: 'ids with commas between, each with its door where it is another than `web`, like `portal,mobile=web`',
    read: readChannels,
  }),
  legalStart: row<string | null>({
    variable: 'RUQSAT_LEGAL_START',
    flag: '--legal-start',
    meaning: 'Sandbox, first start only: the legal instant to begin at.',
    otherwise: "today's real date",
    value: null,
    accepts: 'an instant like `2014-10-01T04:30:00.000Z`',
    read: (text) => (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) && Number.isFinite(Date.parse(text)) ? text : undefined),
  }),
  reminders: row<readonly ReminderSetting[]>({
    variable: 'RUQSAT_REMINDERS',
    meaning:
      'When open tasks are brought to mind, where neither the act nor the general law says: to whom, and how much working time before (`-`) or after (`+`) the due date. The due date itself always informs the holder and the head.',
    otherwise: '`holder-4h,superior+2d`',
    value: [
      { id: 'holder-4h', to: 'holder', before: { amount: 4, unit: 'hours' } },
      { id: 'superior+2d', to: 'superior', after: { amount: 2, unit: 'workingDays' } },
    ],
    accepts: '`none`, or `holder`, `head` or `superior` with `-` or `+` and hours (`4h`) or working days (`2d`), with commas between',
    read: readReminders,
  }),
  secondFactor: word(['optional', 'administrators', 'staff'], {
    variable: 'RUQSAT_SECOND_FACTOR',
    meaning:
      'Who needs a code of an authenticator app besides the password: nobody has to, administrators have to, or all staff has to. Everybody may. Whoever has to and has none sets it up after signing in, before anything else opens.',
    value: 'optional',
  }),
  securitySyslog: row<SyslogSetting | null>({
    variable: 'RUQSAT_SECURITY_SYSLOG',
    meaning:
      'Where the security log goes as well, as messages of syslog (RFC 5424); each entry at least once. The log itself stays in the database.',
    otherwise: 'nowhere',
    value: null,
    accepts: '`udp://host:514` or `tcp://host:601`',
    read: readSyslog,
  }),
  superiorEmail: row<MailAddress | null>({
    variable: 'RUQSAT_SUPERIOR_EMAIL',
    meaning: 'Whoever is above the heads: where a reminder to `superior` goes. Nobody is informed where it is not set.',
    otherwise: 'nobody',
    value: null,
    accepts: 'an e-mail address',
    read: (text) => {
      const address = parseMailAddress(text)
      return isRefusal(address) ? undefined : address
    },
  }),
  answerWithinSeconds: wholeNumber(
    {
      variable: 'RUQSAT_ANSWER_WITHIN',
      meaning: 'How many seconds a page may take before it is answered with 503 and what to do: a database or a neighbour that is silent.',
      value: 25,
      accepts: 'a whole number of seconds from 1 to 600',
    },
    600,
  ),
  rateLimits: word(['on', 'off'], {
    variable: 'RUQSAT_RATE_LIMITS',
    meaning:
      'Sandbox only: `off` lets one address ask as often as it likes, for load tests. The lock-out of accounts stays. Production refuses it.',
    value: 'on',
  }),
  logLevel: word(['debug', 'info', 'warn', 'error', 'silent'], {
    variable: 'RUQSAT_LOG_LEVEL',
    flag: '--log-level',
    meaning: 'How much is logged. No level logs personal data.',
    value: 'info',
  }),
}

/** `RUQSAT_RATE_SIGN_IN` and its sisters, one for each kind of `RATES`. */
const rateRows = Object.fromEntries(
  Object.entries(RATES).map(([kind, { max, meaning }]) => [
    `rate ${kind}`,
    wholeNumber(
      {
        variable: `RUQSAT_RATE_${kind.toUpperCase().replace('-', '_')}`,
        meaning,
        value: max,
        accepts: 'a whole number from 1 to 1000000',
      },
      1_000_000,
    ),
  ]),
) as { readonly [Kind in RateKind as `rate ${Kind}`]: SettingRow<number> }

/** The numbers of this installation, as `createSite` takes them. */
export function ratesOf(settings: Settings): Rates {
  return Object.fromEntries((Object.keys(RATES) as RateKind[]).map((kind) => [kind, settings[`rate ${kind}`]])) as Rates
}

export const settingRows = { ...ownRows, ...rateRows }

export type Settings = { readonly [Name in keyof typeof settingRows]: (typeof settingRows)[Name]['value'] }
export type LogLevel = Settings['logLevel']

/**
 * Reads the settings: a flag wins over the environment, the environment over the file of `--config`, that file over the default. `rest` is
 * what was no flag. Everything that is wrong is reported at once, in one Fault.
 */
export function readSettings(environment: NodeJS.ProcessEnv, argv: readonly string[] = []): { settings: Settings; rest: string[] } {
  const wrong: string[] = []
  const { flags, rest } = readFlags(argv, wrong)
  const file = flags.get('--config') ?? environment['RUQSAT_CONFIG'] ?? ''
  const config = file === '' ? null : readConfig(file)
  const rows = Object.entries(settingRows as Record<string, SettingRow<unknown>>)
  const entries = rows.map(([name, row]) => {
    const [origin, text] = written(name, row, { flags, environment, config })
    if (text === '') return [name, row.value]
    const value = row.read(text)
    if (value === undefined) wrong.push(`Expected ${origin} to be ${row.accepts.replaceAll('`', '')} but found '${shownValue(row, text)}'`)
    return [name, value ?? row.value]
  })
  const settings = Object.fromEntries(entries) as Settings
  wrong.push(...strangersIn(config, rows), ...contradictions(settings))
  if (wrong.length > 0) throw new Fault(wrong.join('\n'))
  return { settings, rest }
}

type Places = { readonly flags: ReadonlyMap<string, string>; readonly environment: NodeJS.ProcessEnv; readonly config: Config | null }

/** Where a setting is written, and what; nothing where it is written nowhere. */
function written(name: string, row: SettingRow<unknown>, { flags, environment, config }: Places): readonly [origin: string, text: string] {
  const flag = row.flag === undefined ? undefined : flags.get(row.flag)
  if (flag !== undefined) return [row.flag!, flag]
  const direct = environment[row.variable] ?? ''
  if (direct !== '') return [row.variable, direct]
  const secretFile = row.isSecret === true ? (environment[`${row.variable}_FILE`] ?? '') : ''
  if (secretFile !== '') return [`${row.variable}_FILE`, secretIn(secretFile)]
  if (config === null || name === 'config') return [name, '']
  const inFile = config.settings.get(fileName(name))
  if (inFile !== undefined) return [`${fileName(name)} in ${config.file}`, fromItsFolder(inFile, row, config)]
  const ownSecret = row.isSecret === true ? config.settings.get(`${fileName(name)}File`) : undefined
  return [`${fileName(name)}File in ${config.file}`, ownSecret === undefined ? '' : secretIn(pathFrom(config, ownSecret))]
}

function fromItsFolder(text: string, { isPath }: SettingRow<unknown>, config: Config): string {
  if (isPath === undefined || isPath === false || text === '') return text
  return (isPath === 'list' ? text.split(',') : [text]).map((path) => pathFrom(config, path.trim())).join(',')
}

/** How `ruqsat.yaml` calls a setting: `ratePerson` for the row `rate person`. */
export function fileName(name: string): string {
  return name.replace(/[ -](\w)/g, (_, letter: string) => letter.toUpperCase())
}

function strangersIn(config: Config | null, rows: readonly (readonly [string, SettingRow<unknown>])[]): readonly string[] {
  if (config === null) return []
  const names = rows.flatMap(([name, { isSecret }]) => [fileName(name), ...(isSecret === true ? [`${fileName(name)}File`] : [])])
  return [...config.settings.keys()]
    .filter((name) => !names.includes(name))
    .map((name) => `Expected only settings and sections in ${config.file} but found '${name}'; docs/settings.md lists them`)
}

function contradictions({ mode, legalStart, rateLimits }: Settings): readonly string[] {
  if (mode !== 'production') return []
  return [
    ...(legalStart !== null ? ['Expected production to run on the real date but RUQSAT_LEGAL_START is set'] : []),
    ...(rateLimits === 'off' ? ['Expected production to limit requests but RUQSAT_RATE_LIMITS is off'] : []),
  ]
}

/** A database address may hold a password: a message never repeats it. */
function shownValue(row: SettingRow<unknown>, text: string): string {
  return row.isSecret === true ? '(not shown)' : text
}

function readFlags(argv: readonly string[], wrong: string[]): { flags: Map<string, string>; rest: string[] } {
  const rows = new Map(Object.values(settingRows as Record<string, SettingRow<unknown>>).map((row) => [row.flag, row]))
  const flags = new Map<string, string>()
  const rest: string[] = []
  const words = [...argv]
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (!word.startsWith('--')) {
      rest.push(word)
      continue
    }
    const [, flag = '', attached] = /^([^=]*)(?:=(.*))?$/s.exec(word)!
    const row = rows.get(flag)
    if (row === undefined) wrong.push(`Expected one of ${[...rows.keys()].filter(Boolean).join(', ')} but found ${flag}`)
    else if (attached !== undefined) flags.set(flag, attached)
    else if (row.bare !== undefined) flags.set(flag, row.bare)
    else if (words[0] === undefined || words[0].startsWith('--'))
      wrong.push(`Expected ${row.accepts.replaceAll('`', '')} after ${flag} but found nothing`)
    else flags.set(flag, words.shift()!)
  }
  return { flags, rest }
}
