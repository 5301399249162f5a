import type { XmlElement } from '@ruqsat/xml'

/** A message that was read and is signed. `text` is what came, for its digest. */
export type Received = { readonly content: XmlElement; readonly certificate: Uint8Array; readonly text: string }
/** The content of the body that goes back. */
export type Sent = { readonly status: 200 | 500; readonly content: string; readonly finish?: (envelope: string) => Promise<void> }
