import { randomUUID } from 'node:crypto'
import { sessionIdOf, STATUS } from '../core/envelope.ts'
import { isMalformed } from '../wire/info.ts'
import { readSyncRequest, syncFaultXml, syncResponseXml } from '../wire/sync.ts'
import { admit, denied, faultOf, serve, type Denied } from '../work/answer.ts'
import type { GatewayParts } from '../work/deps.ts'
import type { Received, Sent } from './message.ts'

/** One question of another system, answered in the same connection. */
export async function answerSync(parts: GatewayParts, { content, certificate, text }: Received): Promise<Sent> {
  const request = readSyncRequest(content)
  if (isMalformed(request))
    return faultSent(parts, { ...denied(request.fault, 'The message is not what the channel describes'), code: STATUS.badData }, null)
  const { info, payload, isText } = request
  const admitted = await admit(parts, info, certificate, text)
  if (admitted.kind === 'denied') return faultSent(parts, admitted, null)
  const served = await serve(parts, info, admitted, payload, text)
  if (served.kind === 'repeated')
    return faultSent(
      parts,
      served.isSame
        ? denied('message-repeated', 'This message was answered before')
        : denied('message-id', 'Another message of this sender has the same id'),
      served.sessionId,
    )
  const { answer, finish, sessionId } = served
  if (answer.kind !== 'found') return { ...faultSent(parts, faultOf(answer), sessionId), finish }
  const response = syncResponseXml({
    messageId: randomUUID(),
    correlationId: info.messageId,
    responseDate: parts.technicalClock.now(),
    status: STATUS.success,
    sessionId,
    payload: answer.value,
    isText,
  })
  return { status: 200, content: response, finish }
}

function faultSent({ technicalClock }: GatewayParts, { data, message, code, whose }: Denied, sessionId: string | null): Sent {
  const error = { code, message, data, date: technicalClock.now(), sessionId: sessionId ?? sessionIdOf(randomUUID()) }
  return { status: 500, content: syncFaultXml(error, whose) }
}
