declare module 'nodemailer' {
  export type SendOptions = { from: string; to: string; subject: string; text: string; messageId: string; headers?: Record<string, string> }
  export type Transporter = { sendMail(options: SendOptions): Promise<{ rejected?: readonly unknown[] }>; close(): void }
  const nodemailer: { createTransport(options: Readonly<Record<string, unknown>>): Transporter }
  export default nodemailer
}
