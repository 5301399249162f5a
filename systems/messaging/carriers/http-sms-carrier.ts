import { Fault } from '@ruqsat/foundation'
import type { Carrier } from './carrier.ts'

export type HttpSmsOptions = {
  /** One POST for one message. */
  readonly address: string
  readonly body: 'json' | 'form'
  /** How this operator calls the telephone, the text and our id; a name that is left out is not sent. */
  readonly names: { readonly to: string; readonly text: string; readonly id?: string | undefined }
  /** Sent with every message as it is written: the sender's name, say. */
  readonly fixed: Readonly<Record<string, string>>
  /** Header with the key; a Fault never repeats it. */
  readonly header: string
  readonly key: string | null
  /** `+77011234567`, or without the sign. */
  readonly plus: boolean
}

const ANSWER_WITHIN_MS = 15_000
/** What the operator will not take however often it is sent. */
const NEVER = [400, 404, 410, 413, 422]

/** SMS through an operator's HTTP door. 2xx takes it for good; a redirection is an outage, because the key must not go to another address. */
export function httpSmsCarrier({ address, body, names, fixed, header, key, plus }: HttpSmsOptions): Carrier {
  return {
    carry: async ({ messageId, to, text }) => {
      const values = {
        ...fixed,
        [names.to]: plus ? to : to.replace(/^\+/, ''),
        [names.text]: text,
        ...(names.id !== undefined && { [names.id]: messageId }),
      }
      const response = await fetch(address, {
        method: 'POST',
        headers: {
          'content-type': body === 'json' ? 'application/json' : 'application/x-www-form-urlencoded',
          'idempotency-key': messageId,
          ...(key !== null && { [header]: key }),
        },
        body: body === 'json' ? JSON.stringify(values) : new URLSearchParams(values).toString(),
        redirect: 'error',
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      }).catch((error: Error) => {
        throw new Fault(`Expected the operator to take the SMS but it could not be reached (${error.name})`, { retry: 'later' })
      })
      await response.body?.cancel()
      if (!response.ok)
        throw new Fault(`Expected the operator to take the SMS but its status was ${response.status}`, {
          retry: NEVER.includes(response.status) ? 'never' : 'later',
        })
      return null
    },
  }
}
