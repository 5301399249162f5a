// The library functions that the islands use, their dependencies included, and that the oldest browsers of the target do not have.
// The bundler lowers syntax only. `build.ts` puts this file before everything else in each bundle; a test reads the bundles and fails
// when one of them uses a function that an old browser lacks and that is not in this list.

type Substitute = readonly [place: object, name: string, does: (...args: never[]) => unknown]

const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?:[^\uD800-\uDBFF]|^)[\uDC00-\uDFFF]/

function at(this: ArrayLike<unknown>, place: number): unknown {
  const whole = Math.trunc(place) || 0
  return this[whole < 0 ? this.length + whole : whole]
}

const SUBSTITUTES: readonly Substitute[] = [
  // Chrome 93, Safari 15.4, Firefox 92.
  [Object, 'hasOwn', (value: object, key: PropertyKey) => Object.prototype.hasOwnProperty.call(value, key)],
  // Chrome 92, Safari 15.4, Firefox 90.
  [Array.prototype, 'at', at],
  [String.prototype, 'at', at],
  [Object.getPrototypeOf(Uint8Array.prototype) as object, 'at', at],
  // Chrome 97, Safari 15.4, Firefox 104.
  [
    Array.prototype,
    'findLast',
    function findLast(this: readonly unknown[], fits: (value: unknown, at: number, all: readonly unknown[]) => unknown) {
      for (let place = this.length - 1; place >= 0; place--) if (fits(this[place], place, this)) return this[place]
      return undefined
    },
  ],
  // Chrome 111, Safari 16.4, Firefox 119.
  [
    String.prototype,
    'isWellFormed',
    function isWellFormed(this: string) {
      return !LONE_SURROGATE.test(String(this))
    },
  ],
]

for (const [place, name, value] of SUBSTITUTES)
  if (!(name in place)) Object.defineProperty(place, name, { value, writable: true, configurable: true })

/** For the test of the bundles. */
export const SUBSTITUTED: readonly string[] = SUBSTITUTES.map(([, name]) => name)
