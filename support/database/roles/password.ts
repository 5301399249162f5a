// Passwords of roles: nobody types them, so each follows from one secret; the server gets what verifies it (RFC 5802, RFC 7677), never the password.
import { createHash, createHmac, pbkdf2, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'

const ITERATIONS = 4096
const SALT_BYTES = 16
const KEY_BYTES = 32

export function passwordOf(secret: Uint8Array, role: string): string {
  return createHmac('sha256', secret).update(`database role ${role}`).digest('hex')
}

/** As PostgreSQL keeps it in `pg_authid.rolpassword`. */
export async function scramVerifier(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const salted = await promisify(pbkdf2)(password, salt, ITERATIONS, KEY_BYTES, 'sha256')
  const keyOf = (name: string) => createHmac('sha256', salted).update(name).digest()
  const stored = createHash('sha256').update(keyOf('Client Key')).digest('base64')
  return `SCRAM-SHA-256$${ITERATIONS}:${salt.toString('base64')}$${stored}:${keyOf('Server Key').toString('base64')}`
}
