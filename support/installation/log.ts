import { type DestinationStream, pino, type Logger as PinoLogger } from 'pino'
import type { LogLevel } from './settings.ts'

export type Log = PinoLogger

/** Fields whose value is personal or secret, whatever it looks like; compared without case, dashes and underscores. */
const WITHHELD_FIELDS = new Set(
  (
    'iin bin name fullname surname givenname firstname lastname patronymic birthdate email mail phone telephone address password passphrase ' +
    'secret token cookie setcookie authorization otp code2fa pin cardnumber cvv subject commonname parameters detail body form answers'
  ).split(' '),
)
const WITHHELD = '[withheld]'
/** Deeper than this nothing of ours is logged; a cycle ends here too. */
const DEPTH_LIMIT = 6

/**
 * What a line of text may not carry, wherever it came from: an identifier of twelve digits (also grouped, or after
 * `%20`), an address of e-mail, a telephone number, a name in a certificate's subject. A person's name in
 * free text cannot be recognised: it is never written into a message, only into fields, which are withheld by name.
 */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/(?<![0-9a-fA-F])(?:\d{12}|\d{6}[ -]\d{6})(?![0-9a-fA-F])/g, '[number]'],
  [/(?<=%[0-9a-fA-F]{2})\d{12}(?!\d)/g, '[number]'],
  [/[\p{L}\p{N}._%+-]{1,64}(?:@|%40)[\p{L}\p{N}.-]{1,255}\.\p{L}{2,24}/gu, '[e-mail]'],
  [/(?<![0-9a-zA-Z.:-])(?:\+|%2B)?[78][ (-]{0,2}\d{3}[ )-]{0,2}\d{3}[ -]?\d{2}[ -]?\d{2}(?![0-9a-zA-Z])/g, '[phone]'],
  [/\b(CN|SURNAME|SN|GIVENNAME|GN|G)=(?:[^,"\\/+\n]|\\.)+/gi, '$1=[name]'],
]

/** Withholds what looks personal in a text. */
export function withoutPersonalData(text: string): string {
  return PATTERNS.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), text)
}

/**
 * Opens the log: one JSON object a line, on standard output or the stream given. Every string of every field passes
 * `withoutPersonalData`; fields of WITHHELD_FIELDS keep their name only.
 */
export function openLog(options: { readonly level?: LogLevel; readonly room?: string; readonly stream?: DestinationStream } = {}): Log {
  const log = pino(
    {
      level: options.level ?? 'info',
      base: options.room === undefined ? {} : { room: options.room },
      serializers: { err: plainError, error: plainError },
      formatters: {
        level: (label) => ({ level: label }),
        bindings: (bindings) => withheld(bindings, 0) as Record<string, unknown>,
        log: (fields) => withheld(fields, 0) as Record<string, unknown>,
      },
      hooks: {
        logMethod(args, method) {
          return method.apply(
            this,
            args.map((arg) => (typeof arg === 'string' ? withoutPersonalData(arg) : arg)) as Parameters<typeof method>,
          )
        },
        // The last door: places filled by printf forms, keys, messages of errors handed over as the first argument.
        streamWrite: withoutPersonalData,
      },
    },
    options.stream ?? pino.destination({ dest: 1, sync: false }),
  )
  // pino gives a child's own fields to no formatter; children inherit this method from their parent.
  const plainChild = log.child
  log.child = function child(this: Log, fields: object, childOptions?: object) {
    return plainChild.call(this, withheld(fields, 0) as Record<string, unknown>, childOptions)
  } as typeof log.child
  return log
}

function withheld(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return withoutPersonalData(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= DEPTH_LIMIT) return '[deeper]'
  if (value instanceof Error) return plainError(value)
  if (value instanceof Uint8Array) return `[${value.byteLength} bytes]`
  if (Array.isArray(value)) return value.map((part) => withheld(part, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, WITHHELD_FIELDS.has(plainName(name)) ? WITHHELD : withheld(part, depth + 1)]),
  )
}

function plainName(field: string): string {
  return field.toLowerCase().replace(/[-_]/g, '')
}

/** PostgreSQL's errors carry row values (`detail`, `parameters`, `query`): only what shows where it broke is kept. */
function plainError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return withheld(error, DEPTH_LIMIT - 1)
  const { code, retry } = error as { code?: unknown; retry?: unknown }
  return {
    type: error.name,
    message: withoutPersonalData(error.message),
    ...(typeof code === 'string' && { code }),
    ...(typeof retry === 'string' && { retry }),
    stack: withoutPersonalData(error.stack ?? ''),
    ...(error.cause !== undefined && depth < DEPTH_LIMIT && { cause: plainError(error.cause, depth + 1) }),
  }
}
