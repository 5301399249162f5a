/** What Chrome 86, Firefox 78 or Safari 14.1 do not have, of all that a script of ours could reach for. */
export const AS_OLD_AS_THE_TARGET = `
  for (const name of ['hasOwn', 'groupBy']) delete Object[name]
  for (const name of ['isWellFormed', 'toWellFormed', 'at']) delete String.prototype[name]
  for (const name of ['at', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'toSpliced', 'with', 'group']) delete Array.prototype[name]
  for (const name of ['at', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'with', 'toHex', 'toBase64'])
    delete Object.getPrototypeOf(Uint8Array.prototype)[name]
  for (const name of ['toHex', 'toBase64', 'setFromHex', 'setFromBase64']) delete Uint8Array.prototype[name]
  for (const name of ['fromHex', 'fromBase64']) delete Uint8Array[name]
  for (const name of ['any', 'withResolvers', 'try']) delete Promise[name]
  for (const name of ['structuredClone', 'WeakRef', 'FinalizationRegistry', 'AggregateError', 'Iterator']) delete globalThis[name]
  delete Array.fromAsync
  delete Crypto.prototype.randomUUID
`
