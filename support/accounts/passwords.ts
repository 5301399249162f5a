import { createHmac, randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto'

export type PasswordCost = { readonly N: number; readonly r: number; readonly p: number }

/** 32 MiB and three rounds: one of the equal rows that OWASP's password storage sheet gives for scrypt. */
const USUAL_COST: PasswordCost = { N: 2 ** 15, r: 8, p: 3 }
/** A password that everybody can read is not worth guessing: its hash only has to be one. */
const PUBLISHED_COST: PasswordCost = { N: 2 ** 10, r: 8, p: 1 }
const KEY_BYTES = 32
const SALT_BYTES = 16
/** Node refuses more memory than this; ours needs 128 * N * r bytes and a little. */
const MAX_MEMORY_BYTES = 64 * 1024 * 1024
/**
 * Each hash takes 32 MiB and one of libuv's four threads, which files and signatures need too: a storm of sign-ins waits in line instead
 * of eating the machine. One line for the whole process, however many systems keep accounts in it.
 */
const AT_ONCE = 2

const line = { running: 0, waiting: [] as (() => void)[] }

/**
 * Hashes passwords: HMAC with the pepper (which is not in the database), then scrypt with a salt of its own.
 * The result contains its cost, so that the cost may grow and old ones stay readable: `scrypt$15$8$3$salt$key`.
 */
export class Passwords {
  readonly #pepper: Buffer
  readonly #cost: PasswordCost
  /** A key that no password makes: checked as any other, and free to have. */
  readonly #nobody: string

  constructor(pepper: Buffer, cost: PasswordCost = USUAL_COST) {
    this.#cost = cost
    this.#pepper = pepper
    this.#nobody = hashText(cost, randomBytes(SALT_BYTES), randomBytes(KEY_BYTES))
  }

  async hash(password: string, { isPublished = false }: { readonly isPublished?: boolean } = {}): Promise<string> {
    const salt = randomBytes(SALT_BYTES)
    const cost = isPublished ? PUBLISHED_COST : this.#cost
    return hashText(cost, salt, await this.#derive(password, salt, cost))
  }

  async matches(password: string, hash: string): Promise<boolean> {
    const [kind, logN, r, p, salt, key] = hash.split('$')
    if (kind !== 'scrypt' || !salt || !key) return false
    const expected = Buffer.from(key, 'base64url')
    const given = await this.#derive(password, Buffer.from(salt, 'base64url'), { N: 2 ** Number(logN), r: Number(r), p: Number(p) })
    return given.length === expected.length && timingSafeEqual(given, expected)
  }

  /** Takes as long as a real check and never holds: for logins that do not exist. */
  async matchesNobody(password: string): Promise<false> {
    await this.matches(password, this.#nobody)
    return false
  }

  async #derive(password: string, salt: Buffer, cost: ScryptOptions): Promise<Buffer> {
    const peppered = createHmac('sha256', this.#pepper).update(password.normalize('NFC')).digest()
    await enter()
    try {
      return await new Promise<Buffer>((resolve, reject) => {
        scrypt(peppered, salt, KEY_BYTES, { ...cost, maxmem: MAX_MEMORY_BYTES }, (error, key) => (error ? reject(error) : resolve(key)))
      })
    } finally {
      leave()
    }
  }
}

function hashText({ N, r, p }: PasswordCost, salt: Buffer, key: Buffer): string {
  return ['scrypt', Math.log2(N), r, p, salt.toString('base64url'), key.toString('base64url')].join('$')
}

async function enter(): Promise<void> {
  if (line.running >= AT_ONCE) await new Promise<void>((resolve) => line.waiting.push(resolve))
  else line.running += 1
}

/** Hands the place on, or frees it. */
function leave(): void {
  const next = line.waiting.shift()
  if (next) next()
  else line.running -= 1
}
