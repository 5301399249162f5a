// One digest over many, so that one time stamp proves the time of each (RFC 6962 2.1): leaves are marked 0, inner nodes 1, and who holds a message
// comes from it to the root by some ten digests.

/** SHA-256 of these bytes. */
export type Digest = (bytes: Uint8Array) => Uint8Array

/** A neighbour on the way up, hexadecimal, and on which side of it the way goes on. */
export type TreeStep = { readonly side: 'left' | 'right'; readonly sha256: string }

const LEAF = Buffer.of(0)
const NODE = Buffer.of(1)

/** `leaves` are digests of messages, hexadecimal, at least one; answers the root in hexadecimal. */
export function treeRoot(leaves: readonly string[], digest: Digest): string {
  return hex(levelsOf(leaves, digest).at(-1)![0]!)
}

/** The way from the leaf at `place` to the root. */
export function treePath(leaves: readonly string[], place: number, digest: Digest): readonly TreeStep[] {
  return levelsOf(leaves, digest)
    .slice(0, -1)
    .flatMap((level, height): TreeStep[] => {
      const own = place >> height
      const next = level[own ^ 1]
      return next === undefined ? [] : [{ side: own % 2 === 0 ? 'right' : 'left', sha256: hex(next) }]
    })
}

/** The root that a message's digest and its way lead to. */
export function rootBy(sha256: string, path: readonly TreeStep[], digest: Digest): string {
  const from = leafOf(sha256, digest)
  return hex(
    path.reduce((node, { side, sha256: next }) => {
      const other = Buffer.from(next, 'hex')
      return digest(Buffer.concat(side === 'left' ? [NODE, other, node] : [NODE, node, other]))
    }, from),
  )
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const leafOf = (sha256: string, digest: Digest) => digest(Buffer.concat([LEAF, Buffer.from(sha256, 'hex')]))

/** An odd node goes up as it is: for whole pairs from the left this is the tree of RFC 6962. */
function levelsOf(leaves: readonly string[], digest: Digest): readonly (readonly Uint8Array[])[] {
  const levels: Uint8Array[][] = [leaves.map((leaf) => leafOf(leaf, digest))]
  for (let level = levels[0]!; level.length > 1; level = levels.at(-1)!) {
    const above: Uint8Array[] = []
    for (let place = 0; place < level.length; place += 2) {
      const [left, right] = [level[place]!, level[place + 1]]
      above.push(right === undefined ? left : digest(Buffer.concat([NODE, left, right])))
    }
    levels.push(above)
  }
  return levels
}
