// What the oldest browsers of the target (Chrome 86, Firefox 78, Safari 14.1) do not have is taken out of this one before any page's script
// runs: what calls it without asking fails here as it fails there.

/** By owner; each was added to one of the three later. Functions that only the tests' own look at a page uses stay. */
const NEWER: Readonly<Record<string, readonly string[]>> = {
  globalThis: [
    'structuredClone',
    'BroadcastChannel',
    'CompressionStream',
    'DecompressionStream',
    'Temporal',
    'Iterator',
    'scheduler',
    'navigation',
  ],
  Object: ['hasOwn', 'groupBy'],
  Map: ['groupBy'],
  Promise: ['withResolvers', 'try'],
  Array: ['fromAsync'],
  URL: ['canParse', 'parse'],
  AbortSignal: ['timeout', 'any'],
  Response: ['json'],
  'Array.prototype': ['at', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'toSpliced', 'with'],
  'String.prototype': ['at', 'isWellFormed', 'toWellFormed'],
  'Uint8Array.prototype': ['at', 'toHex', 'toBase64'],
  Uint8Array: ['fromHex', 'fromBase64'],
  'Set.prototype': ['union', 'intersection', 'difference', 'symmetricDifference', 'isSubsetOf', 'isSupersetOf', 'isDisjointFrom'],
  'Crypto.prototype': ['randomUUID'],
  'HTMLFormElement.prototype': ['requestSubmit'],
  'HTMLDialogElement.prototype': ['show', 'showModal', 'close'],
  'HTMLElement.prototype': ['showPopover', 'hidePopover', 'togglePopover'],
  'Element.prototype': ['setHTMLUnsafe', 'getHTML'],
  'Navigator.prototype': ['locks', 'userActivation'],
}

/** For `addInitScript`. */
export const WITHOUT_NEWER = `for (const [place, names] of Object.entries(${JSON.stringify(NEWER)})) {
  const owner = place.split('.').reduce((known, name) => known && (name === 'globalThis' ? known : known[name]), globalThis)
  for (const name of owner ? names : []) delete owner[name]
}`
