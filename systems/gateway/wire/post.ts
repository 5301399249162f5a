// One SOAP message over HTTP. A redirection is an outage, because a signed message must not go to another address.
import { Fault } from '@ruqsat/foundation'
import { XML_LIMITS } from '@ruqsat/xml'

export type SoapAnswer = { readonly status: number; readonly text: string }

/** What came back, whatever its status: SOAP 1.1 sends faults with 500. Throws where nothing came, too late or too much. */
export async function post(address: string, envelope: string, signal: AbortSignal): Promise<SoapAnswer> {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: '""', accept: 'text/xml' },
    body: envelope,
    redirect: 'error',
    signal,
  })
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of response.body ?? []) {
    bytes += part.length
    if (bytes > XML_LIMITS.maxLength) throw new Fault(`Expected at most ${XML_LIMITS.maxLength} bytes in an answer but more came`)
    parts.push(part)
  }
  return { status: response.status, text: new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts)) }
}
