// The sender's side: what portal and State Corporation are given, so that they know neither the gateway nor the format.
import { Fault, isRefusal, type Answer, type Refusal } from '@ruqsat/foundation'
import type { Gateway } from '@ruqsat/gateway/contract'
import type { PackageDoor, Sending } from '../contract.ts'
import { messageXml, partsOf, readAnswer, type FilePart, type PackageAnswer, type PackageMessage } from './message.ts'

/** The name under which the gateway has this service, as a route or within a house. */
export const REGIONAL_ROUTE = 'regional'

export function packageDoor(gateway: Pick<Gateway, 'ask'>): PackageDoor {
  const ask = async (message: PackageMessage | FilePart, sending: Sending) =>
    readReply(await gateway.ask({ route: REGIONAL_ROUTE, payload: messageXml(message), ...sending }))
  return {
    async sendFile(file, sending) {
      for (const part of partsOf(file)) {
        const answer = await ask(part, sending)
        if (isRefusal(answer)) return answer
        if (answer.kind !== 'taken') throw notKnown(answer.kind)
      }
      return null
    },
    async sendPackage(requestPackage, sending) {
      const answer = await ask({ kind: 'package', ...requestPackage }, sending)
      if (isRefusal(answer)) return answer
      if (answer.kind === 'taken') throw notKnown(answer.kind)
      return answer
    },
  }
}

/** Only an answer of this format is one: the gateway's own "no" is about the way there, and whoever runs it can correct that. */
function readReply(reply: Answer<string>): PackageAnswer | Refusal {
  if (reply.kind === 'refused') return reply.refusal
  if (reply.kind !== 'found') throw notKnown(reply.kind)
  const answer = readAnswer(reply.value)
  if (answer === null) throw notKnown('an answer that cannot be read')
  return answer
}

function notKnown(what: string): Fault {
  return new Fault(`Expected the regional gateway to answer a package but there was ${what}`, { retry: 'later' })
}
