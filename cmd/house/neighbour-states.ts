// How each neighbour is, for the page of administration: whoever looks after the house learns it there before a citizen does.
import type { NeighbourState } from '@ruqsat/administration'
import type { ApiRoom } from '@ruqsat/api'
import { fillText, inAll, type LocalText } from '@ruqsat/foundation'
import { systemName, unboundRegisters } from '@ruqsat/law'
import { SUBSCRIBERS } from '@ruqsat/portal'
import { REGIONAL_ROUTE } from '@ruqsat/regional'
import type { Neighbour } from '@ruqsat/sandbox'
import type { Installation } from './installation.ts'
import type { Neighbours } from './neighbours.ts'
import type { Offered } from './offers.ts'
import { unboundHere } from './production.ts'
import { isReachable } from './site.ts'
import texts from '../texts.yaml'

const words = texts.administration

type Need = {
  readonly offered: Offered
  /** Web hooks at which nothing arrives. */
  readonly failingHooks: () => ReturnType<ApiRoom['failingHooks']>
}

/**
 * The routes of the gateway, banks, what carries messages, what says whether a certificate is revoked; programs whose addresses take nothing; what
 * is bound to nothing. Answers also where all of them are silent.
 */
export async function neighbourStates(
  installation: Installation,
  neighbours: Neighbours,
  { offered, failingHooks }: Need,
): Promise<readonly NeighbourState[]> {
  const [banks, carriers, hooks, stamps, faults] = await Promise.all([
    bankStates(neighbours),
    carrierStates(neighbours),
    failingHooks(),
    stampStates(neighbours),
    switchedFaults(neighbours),
  ])
  const unbound = unboundHere(installation, offered.regulations)
  return [
    ...routeStates(installation, neighbours, faults),
    ...banks.map(({ id, state }) => switched(state, faults[id === 'tau' ? 'bankTau' : 'bank'])),
    ...(neighbours.twins === null
      ? []
      : (['ocsp', 'crl'] as const).map((service) => switched(answering(words.revocation[service]), faults[service]))),
    ...stamps,
    ...carriers.map((state) => switched(state, faults.messaging)),
    ...hooks.map(stateOfHook),
    ...unbound.map((note): NeighbourState => ({ name: words.fileOfSettings, state: 'unbound', since: null, note })),
  ]
}

const answering = (name: LocalText): NeighbourState => ({ name, state: 'answers', since: null, note: null })

const STATES = { closed: 'answers', open: 'silent', trying: 'trying' } as const

/** Systems that nothing asks have twins in the sandbox all the same; they are left out. */
function routeStates(
  { regulations }: Installation,
  { gateway }: Neighbours,
  faults: Awaited<ReturnType<typeof switchedFaults>>,
): readonly NeighbourState[] {
  const { isAsked, isDeclared, nameOf } = askedSystems(regulations)
  return gateway.routes().flatMap(({ route, breaker, since, address }): readonly NeighbourState[] => {
    const isWithin = address === null
    if (isWithin && isDeclared(route) && !isAsked(route)) return []
    const name = Object.hasOwn(words.routes, route)
      ? words.routes[route as keyof typeof words.routes]
      : route === REGIONAL_ROUTE
        ? words.regional
        : nameOf(route)
    const state: NeighbourState = { name, state: STATES[breaker], since, note: null }
    return [isWithin && route !== REGIONAL_ROUTE ? switched(state, faults.registers) : state]
  })
}

/** Whether the machine of each bank answers at all; what a bank answers is in the payments. */
async function bankStates({ banks }: Neighbours): Promise<readonly { readonly id: string; readonly state: NeighbourState }[]> {
  return Promise.all(
    banks.map(async ({ id, name, address }) => ({
      id,
      state: { ...answering(name), state: (await isReachable(address)) ? ('answers' as const) : ('silent' as const) },
    })),
  )
}

/** A carrier is silent while a message has been tried and has not left. */
async function carrierStates({ messaging }: Neighbours): Promise<readonly NeighbourState[]> {
  const stuck = await messaging.stuck()
  return (['email', 'sms'] as const).map((channel) => {
    const name = channel === 'email' ? words.mail : words.sms
    const found = stuck.find((each) => each.channel === channel)
    if (found === undefined) return answering(name)
    return { name, state: 'trying', since: found.since, note: fillText(words.stuck, { count: found.count }) }
  })
}

/** Where an authority for time stamps is set: silent once it was asked for a stamp over messages and gave none. */
async function stampStates({ gateway }: Neighbours): Promise<readonly NeighbourState[]> {
  if (!gateway.journal.isStamped) return []
  const { messages, since, error } = await gateway.unstamped()
  if (error === null) return [answering(words.stamps)]
  return [{ name: words.stamps, state: 'silent', since, note: fillText(words.unstamped, { count: messages }) }]
}

type Faults = Partial<Readonly<Record<Neighbour, string>>>

/** What the sandbox was made to do, by neighbour; nothing in production. */
async function switchedFaults({ twins }: Neighbours): Promise<Faults> {
  if (twins === null) return {}
  const modes = Object.entries(await twins.switches.readAll())
  return Object.fromEntries(modes.filter(([, mode]) => mode !== 'ok'))
}

function switched(state: NeighbourState, mode: string | undefined): NeighbourState {
  if (mode === undefined) return state
  const note = fillText(words.switched, { mode: words.modes[mode as keyof typeof words.modes] })
  return { ...state, state: mode === 'down' ? 'silent' : 'trying', note }
}

/** A program’s address is a neighbour only while it takes nothing. */
function stateOfHook({
  clientName,
  name,
  failingSince,
  disabledAt,
  dead,
}: Awaited<ReturnType<ApiRoom['failingHooks']>>[number]): NeighbourState {
  return {
    name: fillText(words.hook, { client: clientName, hook: name }),
    state: disabledAt === null ? 'trying' : 'silent',
    since: disabledAt ?? failingSince,
    note: fillText(disabledAt === null ? words.hookFails : words.hookDisabled, { dead }),
  }
}

/** Which of the systems that packages declare somebody asks through the gateway, and what each is called. */
export function askedSystems({ editions }: Pick<Installation['regulations'], 'editions'>) {
  const declaring = (system: string) =>
    editions.find(({ regulation: { systems = [] } }) => systems.some(({ id }) => id === system))?.regulation
  const asked = new Set(editions.flatMap(({ regulation }) => unboundRegisters(regulation, () => false).map(({ register }) => register)))
  return {
    isDeclared: (system: string) => declaring(system) !== undefined,
    isAsked: (system: string) => {
      const { register = null, holds } = declaring(system)?.systems?.find(({ id }) => id === system) ?? {}
      return register !== null || holds !== undefined || system === SUBSCRIBERS.system || asked.has(system)
    },
    nameOf: (system: string): LocalText => {
      if (system === SUBSCRIBERS.system) return words.subscribers
      const regulation = declaring(system)
      return regulation === undefined ? inAll(() => system) : systemName(system, regulation)
    },
  }
}
