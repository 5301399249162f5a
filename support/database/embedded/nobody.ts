/** The user and group that run PostgreSQL when we are root: they exist on every usual Linux (initdb wants the name in /etc/passwd) and own nothing. */
export const NOBODY = 65534

/** Spawn options that drop root; empty for anybody else. Node clears the supplementary groups itself. */
export function asNobody(): { uid?: number; gid?: number } {
  return process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}
}
