// The registers of people, firms and powers of attorney as another organisation runs them behind the gateway: their own XML, signed messages,
// a right for each that asks. Its side of the wire has an authority of its own choice: the same one, asked at its configured address.
import { join } from 'node:path'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { technicalClock } from '@ruqsat/database'
import { openTestDatabase } from '@ruqsat/database/testing'
import { orFault, parseBIN } from '@ruqsat/foundation'
import { readSigningKey, startGateway, SYNC_PATH } from '@ruqsat/gateway'
import type { HouseService } from '@ruqsat/gateway/contract'
import { readXml, xmlText } from '@ruqsat/xml'
import { startTrust } from '@ruqsat/trust'
import Fastify from 'fastify'
import pino from 'pino'
import { FIRM, PEOPLE, type Production } from './production.ts'
import { readRoots } from '../../../cmd/commands/pinned-roots.ts'

/** Who runs the house, and who runs the registers. */
const HOUSE = { bin: orFault(parseBIN('120340002229')), name: 'Рұқсат' }
const REGISTERS = { bin: orFault(parseBIN('260140000015')), name: 'Тіркелімдер орталығы' }
const SOURCE = { act: 'registers-rules', item: '7', certainty: 'found' } as const
const ADDRESS = 'Ақтөбе қаласы, Әйтеке би көшесі, 1'

export const POWER = { number: 'АА-77/2026', scope: 'Мемлекеттік қызметтерді алу' }

export type RegistersByGateway = {
  /** What was asked, by service. */
  readonly asked: readonly string[]
  /** For the house's file of registers; their routes are in `gateway.yaml`, which is written. */
  readonly bindings: Readonly<Record<string, object>>
  close(): Promise<void>
}

export async function openRegistersByGateway({
  authority,
  secrets,
  write,
}: Pick<Production, 'authority' | 'secrets' | 'write'>): Promise<RegistersByGateway> {
  const own = authority.issueSystem('registers', REGISTERS)
  const house = authority.issueSystem('house', HOUSE)
  const asked: string[] = []
  const database = await openTestDatabase('registers')
  const clock = {
    now: async () => technicalClock.now(),
    ago: async () => technicalClock.now(),
    advance: () => Promise.reject(new Error('Expected time to run by itself')),
    read: async () => ({ now: technicalClock.now(), offsetMs: 0, moves: [] }),
  }
  const pinned = await readRoots([authority.rootFile])
  const answering = [{ issuer: pinned.roots[0]!, ocspUrls: [authority.ocsp], crlUrls: [] }]
  const secret = { secret: async () => new Uint8Array(32).fill(3) }
  const trust = await startTrust({ database, clock, secrets: secret, mode: 'production', origin: '', ...pinned, answering })
  const pem = (file: string) => readFileSync(join(secrets, file), 'utf8')
  const offer = (name: string) => ({
    house: name,
    authority: 'registers',
    repeatable: true,
    callers: [{ sender: 'ruqsat-test', bin: HOUSE.bin, source: SOURCE }],
  })
  const door = await startGateway({
    database,
    legalClock: clock,
    technicalClock,
    log: pino({ level: 'silent' }),
    trust,
    config: {
      sender: 'registers',
      passwordFile: null,
      keyFile: null,
      certificateFile: null,
      routes: {},
      services: { People: offer('people'), Firms: offer('firms'), Powers: offer('powers') },
    },
    signing: readSigningKey(pem(own.keyFile), pem(own.certificateFile)),
    secret: await secret.secret(),
  })
  const service = (name: string, answer: (about: string) => string | null): HouseService => ({
    async answer(payload) {
      const read = readXml(payload)
      const about = read.kind === 'read' ? (read.root.children.find(({ name: element }) => element === 'Key')?.text ?? '') : ''
      asked.push(name)
      const value = answer(about)
      return value === null ? { kind: 'absent' } : { kind: 'found', value }
    },
  })
  door.offer('people', service('people', personXml))
  door.offer('firms', service('firms', firmXml))
  door.offer('powers', service('powers', powerXml))
  const site = Fastify()
  await site.register(door.door('http://127.0.0.1'))
  await site.listen({ host: '127.0.0.1', port: 0 })
  const address = `http://127.0.0.1:${(site.server.address() as AddressInfo).port}${SYNC_PATH}`
  const route = (name: string) => ({ service: name, address, repeatable: true, absent: ['NO_DATA'], signedBy: [REGISTERS.bin] })
  const binding = (name: string, about: string, facts: Readonly<Record<string, string>>) => ({
    adapter: 'gateway',
    route: name,
    question: '<q:Question xmlns:q="urn:test:registers"><Id>{messageId}</Id><Key>{about}</Key></q:Question>',
    about,
    facts,
  })
  write({
    'gateway.yaml': JSON.stringify({
      sender: 'ruqsat-test',
      ...house,
      routes: { people: route('People'), firms: route('Firms'), powers: route('Powers') },
    }),
  })
  return {
    asked,
    bindings: {
      'IS-PERSON': binding('people', 'Person.Iin', {
        surname: 'Person.Last',
        givenName: 'Person.First',
        bornOn: 'Person.Born',
        address: 'Person.Address.Line',
      }),
      'IS-LEGAL': binding('firms', 'Firm.Bin', {
        name: 'Firm.Name',
        registeredOn: 'Firm.Since',
        address: 'Firm.Address',
        headIin: 'Firm.Head.Iin',
        headName: 'Firm.Head.Name',
      }),
      'IS-NOTARY': binding('powers', 'Power.Number', {
        representativeIin: 'Power.To.Iin',
        representativeName: 'Power.To.Name',
        principal: 'Power.From',
        scope: 'Power.Scope',
        givenOn: 'Power.Given',
        validUntil: 'Power.Until',
        notarised: 'Power.Notarised',
      }),
    },
    close: async () => {
      site.server.closeAllConnections()
      await site.close()
      await door.stop()
      await database.drop()
    },
  }
}

const element = (name: string, text: string) => `<${name}>${xmlText(text)}</${name}>`
const answer = (inside: string) => `<a:Answer xmlns:a="urn:test:registers">${inside}</a:Answer>`
const byIin = (iin: string) => PEOPLE.find((person) => person.iin === iin) ?? null

function personXml(iin: string): string | null {
  const person = byIin(iin)
  if (person === null) return null
  const { surname, given, born } = person
  const bornOn = `19${born.slice(0, 2)}-${born.slice(2, 4)}-${born.slice(4)}`
  const facts = [element('Iin', iin), element('Last', surname), element('First', given), element('Born', bornOn)].join('')
  return answer(`<Person>${facts}<Address>${element('Line', ADDRESS)}</Address></Person>`)
}

function firmXml(bin: string): string | null {
  if (bin !== FIRM.bin) return null
  const head = PEOPLE.find((person) => person.bin === bin)!
  const facts = [element('Bin', bin), element('Name', FIRM.name), element('Since', '2008-03-14'), element('Address', ADDRESS)].join('')
  return answer(`<Firm>${facts}<Head>${element('Iin', head.iin)}${element('Name', head.name)}</Head></Firm>`)
}

/** The first of the people has let one of the others act. */
function powerXml(number: string): string | null {
  if (number !== POWER.number) return null
  const [from, to] = [PEOPLE.find(({ id }) => id === 'erlan')!, PEOPLE.find(({ id }) => id === 'aizhan')!]
  const facts = [element('Number', number), element('From', from.iin), element('Scope', POWER.scope), element('Given', '2026-01-12')]
  const whom = `<To>${element('Iin', to.iin)}${element('Name', to.name)}</To>`
  return answer(`<Power>${facts.join('')}${element('Until', '2049-12-31')}${element('Notarised', 'yes')}${whom}</Power>`)
}
