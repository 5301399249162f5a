// Where requests go that are taken at a window: by the gateway where the act's table sends a package, else to the host of the cases.
import type { CaseHost } from '@ruqsat/caseflow'
import type { CounterDesk, OpenEntry } from '@ruqsat/counter'
import type { Actor } from '@ruqsat/engine'
import { Fault, isRefusal, type Refusal } from '@ruqsat/foundation'
import { stepWithAction } from '@ruqsat/law'
import type { Sending } from '@ruqsat/regional/contract'
import type { HallOperator } from '../contract.ts'
import type { CentreDeps } from '../deps.ts'
import { refuseCentre } from '../refusals.ts'

type Cases = CounterDesk['cases']

export function casesOf(deps: Pick<CentreDeps, 'hosts' | 'packages' | 'office'>, { id }: Pick<HallOperator, 'id'>): Cases {
  const { hosts, packages, office } = deps
  const actor: Actor = { kind: 'staff', id, role: 'operator', authority: office.id }
  return {
    async storeAttachment(open, file) {
      const sending = sendingOf(open)
      if (sending !== null) return notNow(() => packages.sendFile(file, sending), refuseCentre('centre.gateway-silent'))
      return firstRefusal(hosts, (host) => host.storeAttachment(file))
    },
    earlierAtCounter: (asked) => firstRefusal(hosts, (host) => host.earlierAtCounter(asked)),
    async register(open, submission) {
      const sending = sendingOf(open)
      if (sending === null) return registerDirectly(hosts, (host) => host.registerAtCounter(submission, actor))
      const signer = { kind: 'operator', id, office: office.id } as const
      return notNow(() => packages.sendPackage({ submission, signer }, sending), { kind: 'waiting' })
    },
  }
}

/** What the gateway's journal says of a package of this entry, with the paragraph; null where the table sends none. */
function sendingOf({ entry, edition, view }: OpenEntry): Sending | null {
  const step = stepWithAction(view.steps, 'sendPackage')
  if (step === null) return null
  const about = entry.content.said.find(({ kind }) => kind === 'found')?.about ?? ''
  const purpose = { authority: edition.regulation.authority.id, asker: 'IS-CENTRE', caseId: entry.id, source: step.source }
  return { purpose, subject: about }
}

/** Nobody knows whether it arrived: it is sent again later, and means the same. */
async function notNow<A, B>(send: () => Promise<A>, otherwise: B): Promise<A | B> {
  try {
    return await send()
  } catch (error) {
    if (error instanceof Fault && error.retry === 'later') return otherwise
    throw error
  }
}

async function firstRefusal(hosts: readonly CaseHost[], ask: (host: CaseHost) => Promise<Refusal | null>): Promise<Refusal | null> {
  for (const host of hosts) {
    const refusal = await ask(host)
    if (refusal !== null) return refusal
  }
  return null
}

/** Of several hosts the one that has the act answers. */
async function registerDirectly(hosts: readonly CaseHost[], ask: (host: CaseHost) => ReturnType<CaseHost['registerAtCounter']>) {
  let refusal: Refusal | null = null
  for (const host of hosts) {
    const answer = await ask(host)
    if (!isRefusal(answer) || answer.code !== 'licensing.service-not-offered') return answer
    refusal ??= answer
  }
  return refusal ?? refuseCentre('centre.no-service')
}
