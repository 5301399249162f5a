import type { RegisterBinding } from '@ruqsat/law'

/** Which adapter answers for each register; the key of one that has an address is in the hands of the caller. */
export type BoundRegisters = Readonly<Record<string, { readonly binding: RegisterBinding; readonly key: string | null }>>
