import { Fault } from '@ruqsat/foundation'
import type { Transporter } from 'nodemailer'
import type { Carrier } from './carrier.ts'

export type SmtpOptions = {
  readonly host: string
  readonly port: number
  /** TLS from the first byte (port 465). Otherwise STARTTLS, which is demanded unless `plain`. */
  readonly tls?: boolean
  /** A relay on the same machine without TLS. */
  readonly plain?: boolean
  readonly user?: string
  readonly password?: string
  /** `Ruqsat <no-reply@example.kz>` */
  readonly from: string
}

const CONNECT_TIMEOUT_MS = 10_000

/** E-mail through a mail server (RFC 5321). A 5xx answer for the recipient ends the tries, everything else is tried again. */
export function smtpCarrier(options: SmtpOptions): Carrier & { close(): void } {
  const { host, port, tls = false, plain = false, user, password, from } = options
  let opened: Promise<Transporter> | null = null
  /** The library is loaded with the first letter: a start without mail need not wait for it. */
  const open = async (): Promise<Transporter> => {
    const { default: nodemailer } = await import('nodemailer')
    return nodemailer.createTransport({
      host,
      port,
      secure: tls,
      requireTLS: !tls && !plain,
      ignoreTLS: plain,
      connectionTimeout: CONNECT_TIMEOUT_MS,
      greetingTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: 2 * CONNECT_TIMEOUT_MS,
      ...(user !== undefined && { auth: { user, pass: password ?? '' } }),
      // Our texts never name a file or an address to fetch.
      disableFileAccess: true,
      disableUrlAccess: true,
    })
  }
  const domain = from.split('@').at(-1)?.replace(/>.*$/, '') ?? 'localhost'
  return {
    carry: async ({ messageId, to, subject, text }) => {
      try {
        const transport = await (opened ??= open())
        await transport.sendMail({
          from,
          to,
          subject,
          text,
          messageId: `<${messageId}@${domain}>`,
          headers: { 'Auto-Submitted': 'auto-generated' },
        })
        return null
      } catch (error) {
        const { responseCode } = error as { responseCode?: number }
        const isFinal = responseCode !== undefined && responseCode >= 550 && responseCode < 555
        throw new Fault(`Expected the mail server to take the message but it answered ${responseCode ?? 'nothing'}`, {
          retry: isFinal ? 'never' : 'later',
          cause: error,
        })
      }
    },
    close: () => void opened?.then((transport) => transport.close()),
  }
}
